"""YAML as other generators read it: of version 1.1, with dates, double keys and all, but without its bombs."""

from __future__ import annotations

from typing import Any, Final

import yaml

from site_gen.messages import m

_MOST_ALIASES: Final = 30
_LARGEST: Final = 1_000_000


def read_foreign_yaml(text: str) -> Any:
    """Return the data of a YAML text. Raises ValueError with the line of what can't be read.

    Of a key that is written twice the last value counts, tabs behind keys are spaces, unknown tags are texts: other
    generators take all of that.
    """
    if len(text) > _LARGEST:
        raise ValueError(m("it is too large"))
    loader = _Loader(text.expandtabs(4))
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        why: str = m("it is no YAML")
        if error.problem_mark:
            why = m("line {line} of the front matter: {why}", line=error.problem_mark.line + 1, why=why)
        raise ValueError(why) from error
    except (yaml.YAMLError, RecursionError, OverflowError, TypeError) as error:
        raise ValueError(m("it is no YAML")) from error
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with few aliases, and with moments as texts: they keep their offsets."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._aliases = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node; more than a few aliases are an attack, not front matter."""
        if self.check_event(yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > _MOST_ALIASES:
                raise ValueError(m("it has too many aliases"))
        return super().compose_node(parent, index)


def _as_text(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)
_Loader.add_constructor(None, _as_text)
