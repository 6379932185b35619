"""Numbers together with what they count."""


def counted(number: int, one: str, many: str) -> str:
    """Write a number with what it counts, such as "1 run" or "2 runs".

    Parameters
    ----------
    number
        How many.
    one, many
        What is counted, in the singular and in the plural.
    """
    return f"{number} {one if number == 1 else many}"
