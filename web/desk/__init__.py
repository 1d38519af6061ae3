"""What the pages of the supervisor's desk show, put into words."""
