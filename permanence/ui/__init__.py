"""The page skeleton, the design system's chosen parts, what every page shares."""
