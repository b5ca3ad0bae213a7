"""Invitations: links that give a role, made by those who may, opened by those who get them."""
