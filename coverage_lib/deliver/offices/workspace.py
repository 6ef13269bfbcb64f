"""The project folder of an office: made once, and what it says of the office."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from coverage_lib.deliver.table_store import home, write_all
from coverage_lib.errors import CoverageError, Problem
from coverage_lib.raw.records.sources import FOLDERS
from coverage_lib.raw.records.toml_entries import read_toml
from coverage_lib.vocabulary.areas import exists
from coverage_lib.vocabulary.phrases import phrase
from coverage_lib.vocabulary.terms import LANGUAGES

_RECORD = "office.toml"
_EXAMPLES = {"area": '"464"', "lang": '"vi"'}
_IGNORED = "outputs/\ndata/processed/\n.ipynb_checkpoints/\n*.part\n"


def init(folder: Path, lang: str = "vi") -> tuple[list[Path], list[Path]]:
    """Make a project folder: notebooks, folders for documents, ``office.toml``, ``.gitignore``.

    Returns
    -------
    made, kept : list of Path
        Files that were written, and those that were there already: nothing is overwritten.

    Raises
    ------
    CoverageError
        If a file stands where a folder has to be.
    """
    wanted = {folder / "notebooks" / path.name: path.read_bytes() for path in sorted(notebooks().glob("*.ipynb"))}
    keys = [f"# {phrase(f'init.office.{key}', lang)}\n# {key} = {example}\n" for key, example in _EXAMPLES.items()]
    wanted[folder / _RECORD] = "\n".join([f"# {phrase('init.office', lang)}\n", *keys]).encode()
    wanted[folder / ".gitignore"] = _IGNORED.encode()
    for kind in FOLDERS.values():
        wanted[folder / "data" / "raw" / kind / ".gitkeep"] = b""
    blocked = [path for place in wanted for path in place.parents if path.is_file()]
    if blocked:
        problems = [Problem(str(path), "", "file.none_yet", "found.one") for path in dict.fromkeys(blocked)]
        raise CoverageError("folder.not_made", problems)
    kept = [path for path in wanted if path.exists()]
    made = [path for path in wanted if path not in kept]
    write_all({path: wanted[path] for path in made})
    return made, kept


def notebooks() -> Path:
    """The notebooks that come with the library: within the installed package, or beside it in its repository."""
    package = Path(str(files("coverage_lib")))
    return package / "notebooks" if (package / "notebooks").is_dir() else package.parent / "notebooks"


def office() -> dict[str, str]:
    """What ``office.toml`` of the project says: ``lang`` of the documents made, ``area`` of the office; empty without the file.

    Raises
    ------
    CoverageError
        If the file cannot be read, or says something unknown.
    """
    try:
        path = home() / _RECORD
    except CoverageError:  # no project folder
        return {}
    if not path.is_file():
        return {}
    said, problems = read_toml(path)
    problems += [Problem(_RECORD, key, "office.key", repr(value)) for key, value in said.items() if key not in _EXAMPLES]
    if said.get("lang", LANGUAGES[0]) not in LANGUAGES:
        problems.append(Problem(_RECORD, "lang", "office.lang", repr(said["lang"])))
    if said.get("area") and not exists(str(said["area"])):
        problems.append(Problem(_RECORD, "area", "unit.code", repr(said["area"]), "unit.look_up"))
    if problems:
        raise CoverageError("office.unusable", problems)
    return {key: str(value) for key, value in said.items()}
