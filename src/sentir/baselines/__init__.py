"""What every model stands beside: the commonest class, and a linear model of words."""
