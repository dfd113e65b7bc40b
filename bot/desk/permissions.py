"""Who may do what: the one table. Pure."""

from __future__ import annotations

from enum import Enum


class Permission(Enum):
    BE_HERE = "be_here"  # anybody who has logged in
    SEE_STATISTICS = "see_statistics"
    READ_CONVERSATIONS = "read_conversations"
    MARK_CONVERSATIONS = "mark_conversations"  # also masks what still identifies
    TEACH = "teach"  # propose, approve and turn down training examples
    SEE_DIRECTORY = "see_directory"
    EDIT_DIRECTORY = "edit_directory"
    CHANGE_MODEL = "change_model"
    SEE_LOG = "see_log"
    SEE_ACCOUNTS = "see_accounts"


class Role(str, Enum):
    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


_EVERYBODY = frozenset({Permission.BE_HERE, Permission.SEE_STATISTICS, Permission.SEE_DIRECTORY})

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.READER: _EVERYBODY | {Permission.READ_CONVERSATIONS},
    Role.REVIEWER: _EVERYBODY | {Permission.READ_CONVERSATIONS, Permission.MARK_CONVERSATIONS, Permission.TEACH},
    Role.EDITOR: _EVERYBODY | {Permission.EDIT_DIRECTORY},
    # Runs the desk and the model, and reads what others did; no conversation is their business.
    Role.ADMINISTRATOR: _EVERYBODY | {Permission.CHANGE_MODEL, Permission.SEE_LOG, Permission.SEE_ACCOUNTS},
}


def may(role: Role, permission: Permission) -> bool:
    return permission in ALLOWED[role]
