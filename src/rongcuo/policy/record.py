"""Frozen classes with slots: fields are the annotations, in order, after those of the base.

What `dataclass(frozen=True, slots=True)` gives and no more. Written out because importing
`dataclasses` and generating methods for some thirty classes is a sixth of the start of
`rongcuo assess`, which people wait for.
"""

from __future__ import annotations


class _Frozen(type):
    def __new__(mcls, name, bases, body):
        own = tuple(body.get("__annotations__", ()))
        body["__slots__"] = own
        made = super().__new__(mcls, name, bases, body)
        made.fields = (*getattr(bases[0], "fields", ()), *own) if bases else own
        made._setters = tuple(getattr(made, field).__set__ for field in made.fields)
        return made


class Record(metaclass=_Frozen):
    """Base of frozen classes. Give all fields by place, by name, or both."""

    def __init__(self, *values, **named):
        fields = self.fields
        if named:
            values = (*values, *(named[name] for name in fields[len(values):] if name in named))
        if len(values) != len(fields) or not named.keys() <= set(fields):
            raise TypeError(f"{type(self).__name__} takes {', '.join(fields)}")
        for put, value in zip(self._setters, values, strict=True):
            put(self, value)

    def __setattr__(self, name, value):
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name):
        raise AttributeError(f"{type(self).__name__} is frozen")

    def values_of_fields(self) -> tuple:
        """The values in the order of `fields`."""
        return tuple(getattr(self, name) for name in self.fields)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self.values_of_fields() == other.values_of_fields()

    def __hash__(self):
        return hash((type(self), *self.values_of_fields()))

    def __repr__(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.fields)
        return f"{type(self).__name__}({shown})"
