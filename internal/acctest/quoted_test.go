// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chosen are the fields whose text somebody else chooses, or Atlassian may change at any time: names and titles, addresses, statuses.
var chosen = []string{
	"ActionName", "Actor", "ActorEmail", "ActorName", "Approval", "ClaimType", "Context", "Description", "Detail", "DisplayName", "Email", "Environment",
	"Framework", "Label", "ManagedBy", "Message", "Name", "Owner", "Product", "Role", "Site", "State", "Status", "Summary", "Title", "Vendor", "Version",
}

// notChosen are expressions that look like one of those: texts of the provider itself, what is quoted already, and what goes into a state.
var notChosen = regexp.MustCompile(`^found\[0\]\.|^refusal\.Detail$|^req\.Name$|^part\.Name$|^event\.Actor(Name|Email)$`)

// verbs are the verbs of a format, without the flags that matter to none.
var verbs = regexp.MustCompile(`%[-+# 0-9.]*([a-zA-Z%])`)

// TestTextsOfOthersAreQuoted holds every message to one rule: a text that somebody else has chosen goes through Quoted or Word, or %q.
// Otherwise a name with line breaks in it adds lines to a message.
func TestTextsOfOthersAreQuoted(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, folder := range []string{"provider", "organization", "atlassian"} {
		for _, s := range sources(t, folder) {
			if strings.HasPrefix(s.file, "provider/schemajson/") || strings.HasSuffix(s.file, "_list.go") {
				continue // display names are titles and no messages; the edge keeps them on one line
			}
			files := token.NewFileSet()
			parsed, err := parser.ParseFile(files, s.file, s.text, 0)
			require.NoError(t, err)
			printed := func(e ast.Expr) {
				seen++
				if name := chosenText(s.text, e); name != "" && !notChosen.MatchString(name) {
					assert.Fail(t, "a text of somebody else is printed as it is", "%s: %s: use base.Quoted or base.Word (organization.Quoted, Quoted)", files.Position(e.Pos()), name)
				}
			}
			ast.Inspect(parsed, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.CallExpr:
					for _, e := range formatted(node) {
						printed(e)
					}
				case *ast.BinaryExpr:
					if node.Op == token.ADD && (isText(node.X) || isText(node.Y)) {
						printed(node.X)
						printed(node.Y)
					}
				}
				return true
			})
		}
	}
	assert.Greater(t, seen, 300)
}

// formatted are the arguments that a call formats as they are.
func formatted(call *ast.CallExpr) []ast.Expr {
	at := slices.IndexFunc(call.Args, isText)
	if at < 0 {
		return nil
	}
	format, ok := constant(call.Args[at])
	if !ok {
		return nil
	}
	var found []ast.Expr
	next := at + 1
	for _, verb := range verbs.FindAllStringSubmatch(format, -1) {
		if verb[1] == "%" {
			continue
		}
		if next < len(call.Args) && (verb[1] == "s" || verb[1] == "v") {
			found = append(found, call.Args[next])
		}
		next++
	}
	return found
}

// isText reports whether an expression is, or begins or ends with, a text that stands in the code with words in it.
func isText(e ast.Expr) bool {
	text, ok := constant(e)
	return ok && strings.ContainsAny(text, " %(")
}

// constant is the text of a literal, or of a sum that has some; only its literals count.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		left, one := constant(e.X)
		right, other := constant(e.Y)
		return left + right, e.Op == token.ADD && (one || other)
	}
	return "", false
}

// chosenText is the expression as it is written, where it is a field whose text is somebody else's; else it is empty.
func chosenText(file string, e ast.Expr) string {
	if call, ok := e.(*ast.CallExpr); ok {
		value, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || value.Sel.Name != "ValueString" {
			return ""
		}
		e = value.X
	}
	field, ok := e.(*ast.SelectorExpr)
	if !ok || !slices.Contains(chosen, field.Sel.Name) {
		return ""
	}
	return file[e.Pos()-1 : e.End()-1]
}
