"""How compiled rules see a group of arrays: as one pointer to where they lie and how long they are.

Numba hands a tuple of twenty arrays to a function as some two hundred numbers, and copies them at
every call from rule to rule. Here an object that holds arrays is handed over as the address of a
block of whole numbers: for each array, in their order, the address of its data and its shape. That
makes calls and compiling several times faster, and the rules read the same.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, unbox
from numba.np import arrayobj

WORD = ir.IntType(64)


class Slot(NamedTuple):
    """One of the arrays: its name, the type of its elements, and a letter for each dimension.

    Dimensions with the same letter are equally long.
    """

    name: str
    dtype: Any
    letters: str

    @property
    def dimensions(self) -> int:
        """Number of dimensions."""
        return len(self.letters)


class ArraysType(types.Type):
    """Numba's type of an object with C-contiguous arrays as attributes.

    The object has an attribute `address`, that of its block (see `block_of`), and keeps the arrays
    and the block alive. Its class has this type as `_numba_type_`.

    Parameters
    ----------
    name
        Name of the type.
    slots
        The arrays, in the order of the block.
    """

    def __init__(self, name: str, slots: Sequence[Slot]) -> None:
        super().__init__(name=name)
        self.layout = str(tuple(slots))  # once: the key is asked for a hundred thousand times
        self.place: dict[str, int] = {}
        self.array: dict[str, Any] = {}
        size = 0
        for slot in slots:
            self.place[slot.name] = size
            element = numba.from_dtype(np.dtype(slot.dtype))
            self.array[slot.name] = types.Array(element, slot.dimensions, "C")
            size += 1 + slot.dimensions

    @property
    def key(self) -> tuple[str, str]:
        """What makes two types one: the same slots, not the same name alone."""
        return self.name, self.layout


def block_of(slots: Sequence[Slot], arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Return the block of numbers by which compiled rules find arrays.

    Raises
    ------
    ValueError
        If an array is not what its slot says: rules would read and write beyond it.
    """
    numbers: list[int] = []
    lengths: dict[str, int] = {}
    for slot, array in zip(slots, arrays, strict=True):
        fits = array.ndim == slot.dimensions and array.dtype == slot.dtype
        if not fits or not array.flags.carray:
            raise ValueError(
                f"{slot.name} must be a contiguous array of {slot.dtype} that can be written to, "
                f"with {slot.dimensions} dimensions; found {array.dtype} with {array.ndim}"
            )
        for letter, length in zip(slot.letters, array.shape, strict=True):
            if lengths.setdefault(letter, length) != length:
                raise ValueError(
                    f"{slot.name} has {length} places in dimension {letter}, "
                    f"others have {lengths[letter]}"
                )
        numbers += [array.ctypes.data, *array.shape]
    return np.array(numbers, dtype=np.int64)


@register_model(ArraysType)
class _Pointer(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: ArraysType) -> None:
        super().__init__(manager, kind, WORD.as_pointer())


@unbox(ArraysType)
def _find_block(kind: ArraysType, held: Any, context: Any) -> Any:
    address = context.pyapi.object_getattr_string(held, "address")
    number = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return NativeValue(context.builder.inttoptr(number, WORD.as_pointer()))


@infer_getattr
class _Attributes(AttributeTemplate):
    key = ArraysType

    def generic_resolve(self, kind: ArraysType, name: str) -> Any:  # type: ignore[override]
        return kind.array.get(name)


@lower_getattr_generic(ArraysType)
def _read_array(context: Any, builder: Any, kind: ArraysType, block: Any, name: str) -> Any:
    """Lay out an array from the block; nobody counts references, the object keeps it alive."""
    array_type = kind.array[name]
    invariant = builder.module.add_metadata([])

    def number(place: int) -> Any:
        word = builder.load(builder.gep(block, [ir.Constant(WORD, kind.place[name] + place)]))
        word.set_metadata("invariant.load", invariant)  # the block is never written to
        return word

    size = ir.Constant(WORD, context.get_abi_sizeof(context.get_data_type(array_type.dtype)))
    shape = [number(1 + dimension) for dimension in range(array_type.ndim)]
    strides = [size]
    for extent in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], extent))
    array = context.make_array(array_type)(context, builder)
    data = builder.inttoptr(number(0), array.data.type)
    arrayobj.populate_array(
        array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None
    )
    return impl_ret_borrowed(context, builder, array_type, array._getvalue())
