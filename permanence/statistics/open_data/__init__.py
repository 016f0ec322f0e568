"""What anybody may have: yearly figures in which nobody can be found again."""
