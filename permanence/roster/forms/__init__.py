"""What is typed into rosters: each form takes what its action takes, and says no more than the action checks."""
