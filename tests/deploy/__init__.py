"""What `deploy/` holds, run here on loopback."""
