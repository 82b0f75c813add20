package rules

// identifierChecks are the functions of one string that schedules may use besides those of package expr.
var identifierChecks = map[string]func(string) bool{}
