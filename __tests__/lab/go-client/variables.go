package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// variables reads options from the environment as urfave/cli 2.27 does for flags with EnvVars: the first variable that
// exists wins, even when it is empty.
type variables struct {
	// The first value that cannot be read. It ends the program.
	problem error
}

// find gives the value of the first of these variables that exists, with its name.
func find(names []string) (value, name string, found bool) {
	for _, name := range names {
		if value, found := os.LookupEnv(name); found {
			return value, name, true
		}
	}
	return "", "", false
}

// text gives a value as it is; the fallback only when no variable exists.
func (v *variables) text(fallback string, names ...string) string {
	if value, _, found := find(names); found {
		return value
	}
	return fallback
}

// list gives the items between commas without the space around them. Of an empty value that is one empty item.
func (v *variables) list(names ...string) []string {
	value, _, found := find(names)
	if !found {
		return nil
	}
	items := strings.Split(value, ",")
	for i, item := range items {
		items[i] = strings.TrimSpace(item)
	}
	return items
}

// parsed reads a value in the form of its flag, whose kind the message names: "could not parse "30" as duration value …".
func parsed[T any](v *variables, flag, kind string, names []string, fallback T, parse func(string) (T, error)) T {
	value, name, _ := find(names)
	if value == "" {
		return fallback
	}
	result, err := parse(value)
	if err != nil && v.problem == nil {
		v.problem = fmt.Errorf("could not parse %q as %s value from environment variable %q for flag %s: %s",
			value, kind, name, flag, err)
	}
	return result
}

// number reads an integer in any base that Go writes; the fallback for an empty value.
func (v *variables) number(flag string, fallback int64, names ...string) int64 {
	parse := func(text string) (int64, error) { return strconv.ParseInt(text, 0, 64) }
	return parsed(v, flag, "int", names, fallback, parse)
}

// duration reads a time with its unit; the fallback for an empty value.
func (v *variables) duration(flag string, fallback time.Duration, names ...string) time.Duration {
	return parsed(v, flag, "duration", names, fallback, time.ParseDuration)
}

// isSet reads true or false; an empty value is false.
func (v *variables) isSet(flag string, names ...string) bool {
	return parsed(v, flag, "bool", names, false, strconv.ParseBool)
}

// present leaves out the empty items of a list.
func present(items []string) []string {
	var rest []string
	for _, item := range items {
		if item = strings.TrimSpace(item); item != "" {
			rest = append(rest, item)
		}
	}
	return rest
}
