"""The commands of `permanence`, one module a group; `config.cli` attaches them."""
