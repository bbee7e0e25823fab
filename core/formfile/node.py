"""A piece of a TOML file that knows where it stands and refuses what it is not asked for."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable
from pathlib import Path

from core.errors import FormBroken

_ID = re.compile(r"[a-z][a-z0-9_]*")
_ROW_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_AT = r"\(at (?:line (\d+), column (\d+)|end of document)\)"
_HINT = "请重新安装程序，或改正这个文件。"


class Node:
    """A TOML table with the file and the place it stands in.

    Reading a key marks it as known; ``close`` refuses the keys nobody read. Every refusal is a ``FormBroken``
    whose sentence names file and place.
    """

    def __init__(self, data: dict[str, object], file: str, place: str) -> None:
        """Wrap ``data``; ``file`` and ``place`` are shown as they are, ``place`` may be empty."""
        self._data = data
        self._file = file
        self.place = place
        self._asked: set[str] = set()

    def broken(self, what: str, at: str = "") -> FormBroken:
        """Return the refusal to raise: file, place (and ``at``, a closer one) and what is wrong there."""
        where = " ".join(filter(None, ("表单文件", self._file, self.place, at)))
        return FormBroken(f"{where}：{what}。", _HINT)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple(self._data)

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                raise self.broken(f"不认识“{key}”")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.broken(f"“{key}”应当是文字")
        if default is None and not value.strip():
            raise self.broken(f"“{key}”不能是空的")
        return value

    def id(self, key: str = "id", *, dotted: bool = False) -> str:
        """Return a name in lower-case English; the parts of a row's name may be joined by dots."""
        value = self.text(key)
        if not (_ROW_ID if dotted else _ID).fullmatch(value):
            raise self.broken(f"“{key}”只能用小写英文字母、数字和下划线，不能是“{value}”")
        return value

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Return a text that is one of those allowed."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.broken(f"“{key}”只能是 {'、'.join(allowed)}，不能是“{value}”")
        return value

    def pattern(
        self,
        key: str,
        *,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
        default: str | None = None,
    ) -> str:
        """Return a text with the {places} required and no others than those optional."""
        value = self.text(key, default)
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}
        except ValueError:
            raise self.broken(f"“{key}”的花括号不成对") from None
        if value and (wrong := (names - {*required, *optional}) | ({*required} - names)):
            raise self.broken(f"“{key}”里的 {'、'.join(f'{{{name}}}' for name in sorted(wrong))} 多余或缺少")
        return value

    def whole(self, key: str) -> int:
        """Return a whole number that must be there."""
        value = self._take(key, None)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.broken(f"“{key}”应当是整数")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return yes or no."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.broken(f"“{key}”只能是 true 或 false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not there."""
        texts = tuple(item for item in self._list(key) if isinstance(item, str) and item.strip())
        if len(texts) != len(self._list(key)):
            raise self.broken(f"“{key}”应当是一列文字")
        if len(set(texts)) != len(texts):
            raise self.broken(f"“{key}”里有重复")
        return texts

    def one_or_more(self, key: str) -> tuple[str, ...]:
        """Return a text, or a list of texts, that must be there."""
        if isinstance(self._data.get(key), str):
            return (self.text(key),)
        texts = self.texts(key)
        if not texts:
            raise self.broken(f"缺少“{key}”")
        return texts

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of positive whole numbers, empty when it is not there."""
        found = tuple(item for item in self._list(key) if type(item) is int and item > 0)
        if len(found) != len(self._list(key)):
            raise self.broken(f"“{key}”应当是一列正整数")
        return found

    def nodes(self, key: str, place: str) -> list[Node]:
        """Return a list of TOML tables; ``place`` names them, with {} for the number counted from 1."""
        found = []
        for number, item in enumerate(self._list(key), start=1):
            name = " ".join(filter(None, (self.place, place.format(number))))
            found.append(self._child(item, name))
        return found

    def node(self, key: str, place: str, *, required: bool = True) -> Node:
        """Return a TOML table inside this one; where it may be missing, an empty one."""
        return self._child(self._take(key, None if required else {}), place)

    def _child(self, item: object, place: str) -> Node:
        if not isinstance(item, dict):
            raise Node({}, self._file, place).broken("应当是一组“名称 = 值”")
        return Node(item, self._file, place)

    def _list(self, key: str) -> list[object]:
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.broken(f"“{key}”应当是一列")
        return value

    def _take(self, key: str, default: object) -> object:
        self._asked.add(key)
        value = self._data.get(key, default)
        if value is None:
            raise self.broken(f"缺少“{key}”")
        return value


def open_file(path: Path) -> Node:
    """Read one TOML file of a form; ``FormBroken`` when it is missing, unreadable or no TOML."""
    node = Node({}, f"{path.parent.name}/{path.name}", "")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise node.broken("文件不见了") from None
    except OSError:
        raise node.broken("文件读不出来") from None
    except UnicodeDecodeError:
        raise node.broken("不是用 UTF-8 保存的") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(_AT, str(error))
        node.place = f"第 {at[1]} 行第 {at[2]} 列" if at and at[1] else "末尾"
        raise node.broken("写法不对，或同一名称写了两次") from None
    return Node(data, f"{path.parent.name}/{path.name}", "")
