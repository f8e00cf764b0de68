// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
)

// PanicError is a bug of the provider that has ended an operation. It says where, and nothing of what was worked on: that may be
// a secret.
type PanicError struct {
	// Place is the function, with the file and the line in it.
	Place string
	// Kind is what the runtime says of it; of any other panic it is the type of the value alone.
	Kind string
	// Callers are our own functions that led there, the nearest first. It names no arguments.
	Callers []string
}

// Error says where the bug is.
func (e *PanicError) Error() string {
	return fmt.Sprintf("the provider has failed in %s: %s", e.Place, e.Kind)
}

// Recovered describes what a deferred function has recovered; nil where that is nothing. An error that is a PanicError already stays as
// it is.
func Recovered(value any) *PanicError {
	if value == nil {
		return nil
	}
	err, is := value.(error)
	if caught, ok := errors.AsType[*PanicError](err); is && ok {
		return caught
	}
	kind := fmt.Sprintf("a panic with %T", value)
	if fault, ok := value.(runtime.Error); ok && fromRuntime(fault) {
		kind = fault.Error()
	}
	place, callers := panicPlace()
	return &PanicError{Place: place, Kind: kind, Callers: callers}
}

// fromRuntime reports whether an error is of the runtime itself, which names indices and types, and no values. Other errors may implement
// its interface.
func fromRuntime(fault runtime.Error) bool {
	name := strings.TrimPrefix(fmt.Sprintf("%T", fault), "*")
	return strings.HasPrefix(name, "runtime.")
}

// ourModule is what the names of our own functions begin with.
const ourModule = "github.com/orgsec/terraform-provider-atlassian/"

// maxCallers is how many functions a report of a bug needs.
const maxCallers = 8

// panicPlace is where the panic that is being recovered began: the first function of our own below it, or else the first of all. The callers
// are our own functions below that.
func panicPlace() (place string, callers []string) {
	stack := make([]uintptr, 128)
	frames := runtime.CallersFrames(stack[:runtime.Callers(2, stack)])
	panicked, first := false, ""
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			panicked, first, place, callers = true, "", "", nil // of panics in deferred functions, the one that was first
		case !panicked || strings.HasPrefix(frame.Function, "runtime."):
		case !strings.HasPrefix(frame.Function, ourModule):
			if first == "" {
				first = placed(frame)
			}
		case place == "":
			place = placed(frame)
		case len(callers) < maxCallers:
			callers = append(callers, placed(frame))
		}
	}
	switch {
	case place != "":
		return place, callers
	case first != "":
		return first, nil
	}
	return "an unknown place", nil
}

// placed names a function by its package, and its file without the folders of the machine that has built it.
func placed(frame runtime.Frame) string {
	return fmt.Sprintf("%s (%s:%d)", strings.TrimPrefix(frame.Function, ourModule), path.Base(frame.File), frame.Line)
}

// Guarded is a function for a goroutine of its own: nothing else recovers a panic there, which would take the provider down.
func Guarded(do func() error) func() error {
	return func() error {
		_, err := Caught(func() (struct{}, error) { return struct{}{}, do() })
		return err
	}
}

// Caught calls a function, and returns a panic in it as an error.
func Caught[V any](do func() (V, error)) (value V, err error) {
	defer func() {
		if caught := Recovered(recover()); caught != nil {
			err = caught
		}
	}()
	return do()
}
