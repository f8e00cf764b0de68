// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
)

// parameter is a path parameter of a template. Documents and client may name
// the same one differently.
var parameter = regexp.MustCompile(`\{[^}]*\}`)

// Summarize writes which operations were seen how often, and which operations of
// the client's table ("GET /path/{id}") were never seen to succeed. Those are
// returned: nothing has ever held them against the documents.
func Summarize(out io.Writer, seen map[Seen]int, table []string) (uncovered []string, err error) {
	type line struct {
		total     int
		answers   []string
		succeeded bool
		used      bool
	}
	lines := make(map[string]*line)
	key := func(operation string) string { return parameter.ReplaceAllString(operation, "{}") }
	var operations []string
	for _, one := range slices.SortedFunc(maps.Keys(seen), Seen.compare) {
		l := lines[key(one.Operation)]
		if l == nil {
			l = new(line)
			lines[key(one.Operation)] = l
			operations = append(operations, one.Operation)
		}
		l.total += seen[one]
		l.answers = append(l.answers, fmt.Sprintf("%d×%d", seen[one], one.Status))
		l.succeeded = l.succeeded || one.Status < http.StatusMultipleChoices
	}
	for _, operation := range table {
		if l := lines[key(operation)]; l != nil && l.succeeded {
			l.used = true
			continue
		}
		uncovered = append(uncovered, operation)
	}

	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	section := func(title string, used bool) {
		heading := title
		for _, operation := range operations {
			if l := lines[key(operation)]; l.used == used {
				fmt.Fprint(w, heading)
				heading = ""
				fmt.Fprintf(w, "%d\t  %s  (%s)\n", l.total, operation, strings.Join(l.answers, ", "))
			}
		}
	}
	fmt.Fprintf(w, "Contract: %d of the client's %d operations were used and checked.\n", len(table)-len(uncovered), len(table))
	section("\nChecked:\n", true)
	section("\nChecked, but not called by the client:\n", false)
	if len(uncovered) > 0 {
		fmt.Fprint(w, "\nIn the client's table, but never answered with success in any test:\n")
		for _, operation := range uncovered {
			fmt.Fprintf(w, "-\t  %s\n", operation)
		}
	}
	return uncovered, w.Flush()
}
