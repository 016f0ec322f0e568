"""What happens to people from one end to the other, over HTTP and the live channel, on a server that can die."""
