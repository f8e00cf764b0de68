// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const configured = "a-secret-of-the-configuration"

// faulty panics with an index that is out of range.
func faulty(numbers []int, at int) int { return numbers[at] }

// pretends is an error that only looks like one of the runtime.
type pretends struct{ text string }

func (p pretends) Error() string { return p.text }
func (pretends) RuntimeError()   {}

func TestAPanicIsAnErrorWithItsPlace(t *testing.T) {
	t.Parallel()
	for kind, do := range map[string]func(){
		"runtime error: index out of range [3] with length 0": func() { faulty(nil, 3) },
		"a panic with string":                              func() { panic(configured) },
		"a panic with *errors.errorString":                 func() { panic(errors.New(configured)) },
		"a panic with reading.pretends":                    func() { panic(pretends{configured}) },
		"a panic with *fmt.wrapError":                      func() { panic(fmt.Errorf("%s: %w", configured, context.Canceled)) },
		"runtime error: slice bounds out of":               func() { _ = configured[:len(os.Args)+100] },
		"interface conversion: string is not fmt.Stringer": func() { _ = any(configured).(fmt.Stringer) },
	} {
		err := Guarded(func() error { do(); return nil })()
		caught, is := errors.AsType[*PanicError](err)
		require.True(t, is, kind)
		assert.Contains(t, caught.Kind, kind)
		assert.Regexp(t, `internal/organization/reading\..*\(panic_internal_test\.go:\d+\)$`, caught.Place)
		assert.NotContains(t, err.Error(), configured)
		assert.NotContains(t, err.Error(), "\n")
		again := Guarded(func() error { panic(err) })()
		assert.Same(t, caught, again, "it stays what it was where it is thrown on")
	}
	require.NoError(t, Guarded(func() error { return nil })())
	require.Nil(t, Recovered(nil))
	err := Guarded(func() error { return errors.New(strings.Repeat("x", -1)) })()
	assert.Contains(t, err.Error(), "panic_internal_test.go", "the place is ours, also where another package fails")
}

// A panic in a read that others share is the error of all who wait, and of those alone.
func TestAPanicInASharedReadEndsNothingElse(t *testing.T) {
	t.Parallel()
	var once Shared[int]
	_, err := once.Get(t.Context(), func(context.Context) (int, error) { return faulty(nil, 0), nil })
	require.ErrorContains(t, err, "reading.faulty (panic_internal_test.go:")
	value, err := once.Get(t.Context(), func(context.Context) (int, error) { return 7, nil })
	require.NoError(t, err)
	require.Equal(t, 7, value)

	index := func(v string) string { return v }
	look := NewLookup(&Listing[string]{Key: index}, 2, time.Millisecond, index, func(context.Context, []string) iter.Seq2[string, error] {
		return func(func(string, error) bool) { faulty(nil, 0) }
	})
	_, _, err = look.Get(t.Context(), "a")
	require.ErrorContains(t, err, "reading.faulty")
	_, err = look.Many(t.Context(), []string{"a", "b", "c"})
	require.ErrorContains(t, err, "reading.faulty")
}

func TestAPanicInAWatchIsTheErrorOfAllWhoWait(t *testing.T) {
	t.Parallel()
	read := NewWatch(Pauses{Min: time.Millisecond, Max: time.Millisecond}, isFinal, func(context.Context, []string) (map[string]int, error) {
		return map[string]int{"": faulty(nil, 0)}, nil
	})
	never := func(int, bool) (bool, error) { return false, nil }
	_, err := read.Wait(t.Context(), "a", never)
	require.ErrorContains(t, err, "reading.faulty")
	_, err = read.Wait(t.Context(), "b", never)
	require.ErrorContains(t, err, "reading.faulty", "the watch can be used again")

	answered := NewWatch(Pauses{Min: time.Millisecond, Max: time.Millisecond}, isFinal, func(context.Context, []string) (map[string]int, error) { return map[string]int{}, nil })
	_, err = answered.Wait(t.Context(), "a", func(int, bool) (bool, error) { return faulty(nil, 0) > 0, nil })
	require.ErrorContains(t, err, "reading.faulty")
}

// Nothing recovers a panic in a goroutine but the goroutine itself, so each of ours calls what does.
func TestEveryGoroutineRecovers(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, folder := range []string{"../../organization", "../../atlassian", "../../provider"} {
		root := os.DirFS(folder)
		require.NoError(t, fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(root, file)
			if err != nil {
				return err
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
			if err != nil {
				return err
			}
			ast.Inspect(parsed, func(node ast.Node) bool {
				var from, to token.Pos
				switch node := node.(type) {
				case *ast.GoStmt:
					from, to = node.Pos(), node.End()
				case *ast.CallExpr:
					if called, ok := node.Fun.(*ast.SelectorExpr); ok && (called.Sel.Name == "Go" || called.Sel.Name == "AfterFunc") {
						from, to = node.Pos(), node.End()
					}
				}
				if from == 0 {
					return true
				}
				checked++
				said := string(text[from-1 : to-1])
				assert.True(t, strings.Contains(said, "Guarded(") || strings.Contains(said, "Caught(") || strings.Contains(said, "go w.loop("),
					"%s/%s: a goroutine that recovers nothing: %s", folder, file, said)
				return true
			})
			return nil
		}))
	}
	assert.Greater(t, checked, 8)
}
