"""``docs/CLAIMS.md``, made from the files of the claims.

``python -m experiments.claim_table`` rewrites it. A test fails while it is out of date.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from experiments.claim_effects import PAIRS
from experiments.claim_files import (
    COMPLETE,
    OUT_OF_SCOPE,
    STATES,
    Absence,
    Claim,
    Contrast,
    Failure,
    Finding,
    Lack,
    Value,
    effects_of,
    read_claims,
)
from experiments.errors import ExitCode, UserError
from experiments.parameter_table import DOCS, markdown_table, value_in_words

COMMAND = "python -m experiments.claim_table"
PAGE = DOCS / "CLAIMS.md"

TITLES = {
    "formation": "Formation (study III, IV-F)",
    "collaboration": "Collaboration (study IV-Z)",
    "impact": "Impact (study III, IV-W)",
    "dissolution": "Dissolution (study II, IV-A)",
    "outlook": "Outlook (study III, V)",
}

WORDS = {"claim": "claim", "invariant": "invariant", "out_of_scope": OUT_OF_SCOPE}

NOT_TESTED = "not put to the test"
"""What stands for effects where no contrast expects any."""

SAID: dict[Absence, str] = {
    "reversed": "**reversed**, the opposite of what the study expects",
    "unclear": "**unclear**, cannot be told from none",
}
"""What the page says of an effect that is absent."""

ALL_ABSENT = "No place: every effect that is expected is absent at the place of its own contrast."
NO_PLACE = (
    "No place: every effect that is expected either stays wherever it was looked at, or is absent."
)

INTRODUCTION = f"""# Claims

What the study claims, one entry per claim, and how the model can support or contradict it. This
file is generated from `configs/claim`: do not edit it, run `{COMMAND}`.

* The claims are in **our own words**. The study (Fröhlich & Jürgensen 2022) rests on twelve
  interviews and makes no quantitative statement.
* **Where** names its section: II nature of alliances, III function, IV-F formation, IV-Z
  collaboration, IV-W impact, IV-A dissolution, V outlook.
* **Mechanism** names rules of the model, **parameters** what they rest on, **measures** columns of
  the tables of results. [ODD.md](ODD.md) and [PARAMETERS.md](PARAMETERS.md) describe them.
* **Contrast** is the change of parameters whose effect tests the claim, with the same seeds on both
  sides, and which way the study expects the mean of a measure to move. Where the size is assigned
  or intended, it is that of the focal alliance. A claim that the best lies in the middle has two.
* **Fails where** names plausible values at which effects that the claim expects fail, and why. An
  effect is **reversed** there (by at least three standard errors), **gone**, or **halved**: the
  upper end of its 95 % interval lies below half of the effect at the place of its contrast, and
  *halved* says that what is left is still there by three standard errors.
* **Stays** names effects for which no such place was found, and where it was looked for.
* **Absent** names effects that the study expects and that the model does not show at the place of
  their own contrast. Those that are **reversed** there, by at least three standard errors, are the
  **opposite** of what the study expects. The others are **unclear**: they cannot be told from none
  with all pairs that were run. That does not show that there is no effect.
* Every effect of every contrast is under one of the three. **By rule** marks those of them that
  follow from a rule by definition: that they are there is written in; how large they are is not. A
  place named for one of them says where its size fails.
* All effects are **measured** with {PAIRS} pairs of runs or more, at the place of the contrast and
  at the place where it fails, with other seeds than those by which the place was found. Where an
  effect was near the limit, more pairs were run after looking, and all of them count together. So
  a few of those near the limit may have passed it by chance.
* The places of the contrasts are **chosen so that the mechanism can act**: most have values
  (*with*) other than the defaults. *Can fail* therefore does not count tests at the defaults.
* `python -m experiments.claim_effects` measures all of them again, on seeds of its own: some 35,000
  runs. At least one effect of each of 46 claims is run again, with other seeds still, by
  `tests/test_claims_fail.py`.
* **Samples**: what a file says of 10 to 24 samples was seen at places of a Latin hypercube over
  plausible ranges, one for each claim of which it is said. With `--samples 24` the same command
  looks at such places; they are not those of the files, which were drawn before it could.
* **Numbers with a sign** are effects in standard errors over pairs of runs with the same seed,
  positive where the effect is as expected.
* The column **effects** of the tables counts them: all that the claim expects, and how many of
  them can fail, stay without a place of failure, are there by rule (and counted only so), are
  reversed at the place of their own contrast, or are unclear there.
* **Status** says whether the mechanism is there, and what else there is to say of it: *partly* and
  *missing* what would have to be built.
* An **invariant** holds by definition and is not put to the test. *Out of scope* says why.
"""


def claim_page(claims: Sequence[Claim]) -> str:
    """Return the text of ``docs/CLAIMS.md``."""
    parts = [INTRODUCTION, _counts(claims)]
    for phase, title in TITLES.items():
        of_phase = [claim for claim in claims if claim.phase == phase]
        parts.append(f"## {title}\n\n{_overview(of_phase)}")
        parts += [_entry(claim) for claim in of_phase]
    return "\n".join(parts)


def _counts(claims: Sequence[Claim]) -> str:
    rows = []
    for phase, title in TITLES.items():
        states = [claim.state for claim in claims if claim.phase == phase]
        rows.append((title, *(str(states.count(state)) for state in STATES)))
    states = [claim.state for claim in claims]
    rows.append(("all", *(str(states.count(state)) for state in STATES)))
    return markdown_table(("chapter", *STATES), rows)


def _overview(claims: Sequence[Claim]) -> str:
    rows = [
        (f"[{claim.id}](#{claim.id.lower()})", claim.claim, _kind(claim), _tally(claim))
        for claim in claims
    ]
    return markdown_table(("id", "claim", "kind and status", "effects"), rows)


def _kind(claim: Claim) -> str:
    """Kind and status; whole where more is to be said of a mechanism that is complete."""
    if claim.kind == "out_of_scope":
        return OUT_OF_SCOPE
    return f"{claim.kind}; {claim.status if claim.state == COMPLETE else claim.state}"


def _tally(claim: Claim) -> str:
    """Count the effects of a claim by what became of them."""
    if not claim.expected:
        return NOT_TESTED
    number = len(claim.expected)
    by_rule = set(effects_of(claim.by_rule))
    counts = {
        "can fail": len(claim.failing - by_rule),
        "without a place": len(set(effects_of(claim.stays)) - by_rule),
        "by rule": len(by_rule),
        "**reversed**": len(claim.lacking("reversed")),
        "**unclear**": len(claim.lacking("unclear")),
    }
    said = [
        f"{'all' if count == number else count} {word}" for word, count in counts.items() if count
    ]
    return f"{number}: {', '.join(said)}"


def _entry(claim: Claim) -> str:
    rows = [
        ("claim", claim.claim),
        ("in German", claim.claim_german),
        ("where, who", f"{claim.where}; {claim.who}"),
        ("kind", WORDS[claim.kind]),
        ("mechanism", _code(claim.mechanism)),
        ("parameters", _code(claim.parameters)),
        ("measures", _code(claim.measures)),
        ("expected", claim.direction),
        ("contrast", _contrasts(claim.contrast)),
        ("fails where", _failures(claim)),
        ("stays", _finding(claim, claim.stays)),
        ("absent", _lack(claim, claim.absent)),
        ("by rule", _finding(claim, claim.by_rule)),
        ("status", claim.status),
    ]
    return f"### {claim.id}\n\n{markdown_table(('field', claim.id), rows)}"


def _code(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _contrasts(contrasts: Sequence[Contrast] | str) -> str:
    if isinstance(contrasts, str):
        return contrasts
    shown = [_contrast(contrast) for contrast in contrasts]
    return _numbered(shown)


def _numbered(lines: Sequence[str]) -> str:
    return "<br>".join(f"({number}) {line}" for number, line in enumerate(lines, 1))


def _contrast(contrast: Contrast) -> str:
    base = f" (with {_values(contrast.base)})" if contrast.base else ""
    expected = ", ".join(f"`{name}` {way}" for name, way in contrast.expected.items())
    late = contrast.founded_after
    founded = "" if late is None else f" (alliances founded after week {late})"
    return f"{_values(contrast.before)} → {_values(contrast.after)}{base}: {expected}{founded}"


def _values(values: Mapping[str, Value]) -> str:
    # `value_in_words` puts words into code marks of its own.
    shown = {key: value_in_words(value).strip("`") for key, value in values.items()}
    return ", ".join(f"`{key}={value}`" for key, value in shown.items())


def _failures(claim: Claim) -> str:
    if isinstance(claim.fails_where, str):
        return claim.fails_where
    if not claim.failures:
        return NO_PLACE if claim.stays else ALL_ABSENT
    return "<br>".join(_failure(failure) for failure in claim.failures)


def _failure(failure: Failure) -> str:
    fates = {
        number: [f"`{measure}` {fate}" for measure, fate in measures.items()]
        for number, measures in failure.effects.items()
    }
    return f"{_values(failure.values)}: {_by_contrast(fates)}. {failure.why}"


def _finding(claim: Claim, found: Finding | None) -> str:
    if not claim.expected:
        return NOT_TESTED
    if found is None:
        return "none"
    named = {
        number: [f"`{name}`" for name in measures] for number, measures in found.effects.items()
    }
    return f"{_by_contrast(named)}. {found.why}"


def _lack(claim: Claim, found: Lack | None) -> str:
    if not claim.expected:
        return NOT_TESTED
    if found is None:
        return "none"
    told = {
        number: [f"`{measure}` {SAID[absence]}" for measure, absence in measures.items()]
        for number, measures in found.effects.items()
    }
    return f"{_by_contrast(told)}. {found.why}"


def _by_contrast(named: Mapping[int, Sequence[str]]) -> str:
    """Name effects, after the number of their contrast as in the row of the contrasts."""
    return "; ".join(f"({number}) {', '.join(names)}" for number, names in named.items())


def write(path: Path) -> None:
    """Write the page to a file.

    Raises
    ------
    UserError
        If a file of a claim is refused.
    """
    path.write_text(claim_page(read_claims()), encoding="utf-8")


def main() -> int:
    """Bring the page up to date; return an exit code."""
    if not DOCS.is_dir():
        print(f"{DOCS} is not there: run this in a checkout of the repository.", file=sys.stderr)
        return ExitCode.USER_ERROR
    try:
        write(PAGE)
    except UserError as error:
        print(f"{COMMAND}: {error.problem}\n{error.advice}", file=sys.stderr)
        return ExitCode.USER_ERROR
    print(f"Up to date: {PAGE}")
    return ExitCode.FINE


if __name__ == "__main__":
    sys.exit(main())
