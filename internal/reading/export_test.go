package reading

// Better is better, for tests of the choice alone.
var Better = better
