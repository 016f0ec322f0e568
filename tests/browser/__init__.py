"""What only a browser shows, in headless Chromium, on a server of the test's own."""
