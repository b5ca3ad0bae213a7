"""Registration: from consent and a name to a member of the team; and leaving it again."""
