"""What she shows: files kept bit for bit, sealed, with who saw them."""
