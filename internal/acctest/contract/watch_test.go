// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakes stand in for make and gh: they do what the files beside them say, and gh notes what it was asked. An issue is a file.
const (
	fakeMake = `#!/bin/sh
case "$*" in
*contract-documents) [ ! -s "$FAKES/unfetched" ] || { cat "$FAKES/unfetched" >&2; echo 'make: *** [contract-documents] Error 1' >&2; exit 2; } ;;
*contract-difference) [ ! -e "$FAKES/incomparable" ] || { cat "$FAKES/incomparable" >&2; exit 2; }
	[ ! -s "$FAKES/difference" ] || { cat "$FAKES/difference"; exit 2; } ;;
*) exit 3 ;;
esac
`
	fakeGh = `#!/bin/sh
echo "$1 $2 $3" >>"$FAKES/asked"
[ ! -e "$FAKES/refused" ] || exit 1
while [ $# -gt 0 ]; do
	[ "$1" = --body-file ] && file=$2
	case "$1 $2" in
	'issue list') verb=list ;;
	'issue view') verb=view ;;
	'issue create' | 'issue edit') verb=write ;;
	'issue close') verb=close ;;
	esac
	shift
done
case "${verb-}" in
list) [ ! -e "$FAKES/issue" ] || echo 7 ;;
view) cat "$FAKES/issue" ;;
write) sed 's/$/\r/' "$file" >"$FAKES/issue" ;;
close) rm "$FAKES/issue" ;;
esac
`
)

type watched struct {
	*testing.T

	fakes string
}

// says puts something into one of the files that the fakes read; nothing removes it.
func (w watched) says(name, text string) {
	w.Helper()
	file := filepath.Join(w.fakes, name)
	if text == "" {
		require.NoError(w, os.RemoveAll(file))
		return
	}
	require.NoError(w, os.WriteFile(file, []byte(text), 0o600))
}

func (w watched) read(name string) string {
	w.Helper()
	text, err := os.ReadFile(filepath.Join(w.fakes, name))
	if !os.IsNotExist(err) {
		require.NoError(w, err)
	}
	return string(text)
}

// run returns what was asked of gh about issues, and whether the script succeeded.
func (w watched) run() (asked []string, ok bool) {
	w.Helper()
	w.says("asked", "")
	script, err := filepath.Abs("../../../tools/contract/watch.sh")
	require.NoError(w, err)
	command := exec.CommandContext(w.Context(), "/bin/sh", script)
	command.Dir = w.fakes
	command.Env = append(os.Environ(), "FAKES="+w.fakes, "PATH="+w.fakes+string(os.PathListSeparator)+os.Getenv("PATH"))
	said, err := command.CombinedOutput()
	w.Logf("%s", said)
	for line := range strings.Lines(w.read("asked")) {
		if words := strings.Fields(line); words[0] == "issue" && words[1] != "list" && words[1] != "view" {
			asked = append(asked, words[1])
		}
	}
	return asked, err == nil
}

func watching(t *testing.T) watched {
	t.Helper()
	w := watched{t, t.TempDir()}
	for name, text := range map[string]string{"make": fakeMake, "gh": fakeGh} {
		require.NoError(t, os.WriteFile(filepath.Join(w.fakes, name), []byte(text), 0o700))
	}
	return w
}

// One issue follows the difference from its beginning to its end.
func TestWatchKeepsOneIssue(t *testing.T) {
	t.Parallel()
	w := watching(t)
	step := func(difference string, want ...string) {
		t.Helper()
		w.says("difference", difference)
		asked, ok := w.run()
		assert.True(t, ok)
		assert.Equal(t, want, asked)
	}
	step("")
	step("* `GET /books`\n  * It is new.\n", "create")
	assert.Contains(t, w.read("issue"), "* `GET /books`\r\n  * It is new.\r\n")
	assert.Contains(t, w.read("issue"), "make contract-difference ACCEPT=1")
	step("* `GET /books`\n  * It is new.\n")
	step("* `GET /books`\n  * It is gone.\n", "edit", "comment")
	assert.Contains(t, w.read("issue"), "It is gone.")
	assert.NotContains(t, w.read("issue"), "It is new.")
	step("", "close")
	step("")
}

// What could not be looked at is in the issue, and the run fails.
func TestWatchFails(t *testing.T) {
	t.Parallel()
	w := watching(t)
	w.says("unfetched", "books.openapi.json from https://x.example: the server answers 404 Not Found\n")
	asked, ok := w.run()
	assert.False(t, ok)
	assert.Equal(t, []string{"create"}, asked)
	assert.Contains(t, w.read("issue"), "could not be fetched\r\n\r\n```\r\nbooks.openapi.json from https://x.example: the server answers 404 Not Found\r\n```\r\n")

	w.says("difference", "* `GET /shelves`\n")
	asked, ok = w.run()
	assert.False(t, ok)
	assert.Equal(t, []string{"edit", "comment"}, asked)
	assert.Contains(t, w.read("issue"), "404 Not Found")
	assert.Contains(t, w.read("issue"), "GET /shelves", "what came is compared")

	w.says("unfetched", "")
	w.says("difference", "")
	w.says("incomparable", "the list cannot be read\n")
	asked, ok = w.run()
	assert.False(t, ok)
	assert.Equal(t, []string{"edit", "comment"}, asked)
	assert.Contains(t, w.read("issue"), "the list cannot be read")

	w.says("incomparable", "")
	w.says("refused", "yes")
	_, ok = w.run()
	assert.False(t, ok, "nothing is known of the issue")
}
