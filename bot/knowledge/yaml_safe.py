"""Uploaded YAML before it is built: nothing that grows without end when its references are followed."""

import yaml

from bot.knowledge.yaml_nodes import Problem

_DEEPEST = 20  # ours needs seven
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def unsafe_in(content: bytes, name: str) -> Problem | None:
    """Return what is wrong with a file before it can be read at all, None when it may be."""
    try:
        return _first_unsafe(content.decode("utf-8"), name)
    except UnicodeDecodeError:
        return Problem(name, 1, "文件不是 UTF-8 编码")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Problem(
            name, mark.line + 1 if mark else 1, f"YAML 写法有误：{getattr(error, 'problem', None) or error}"
        )


def _first_unsafe(text: str, name: str) -> Problem | None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            return Problem(name, event.start_mark.line + 1, "这里用了 * 引用，导入的文件里请直接写出来")
        if getattr(event, "tag", None):
            return Problem(name, event.start_mark.line + 1, f"不要写“{event.tag}”这样的类型")
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if depth > _DEEPEST:
            return Problem(name, event.start_mark.line + 1, "一层套一层太深了")
    return None
