# The order of causes: first what blocks a connection, then what blocks a login.
# include titles
