// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

const root = "../../.."

// entry is a row of the checklist.
type entry struct{ fact, where, meaning string }

// checklist is the page: its rows, and the operations of its sections.
func checklist(t *testing.T) (entries []entry, operations map[string]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/proof/live-checklist.md"))
	require.NoError(t, err)
	operations = make(map[string]string)
	section := ""
	for line := range strings.SplitSeq(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "### "):
			section = line[4:]
		case section != "" && operations[section] == "" && strings.HasPrefix(line, "`"):
			operations[section] = line
		case strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| fact "):
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			require.Len(t, cells, 3, line)
			entries = append(entries, entry{cells[0], cells[1], cells[2]})
		}
	}
	require.NotEmpty(t, entries)
	return entries, operations
}

// firstSentence is enough to recognize a fact.
func firstSentence(text string) string {
	if end := strings.Index(text, ". "); end > 0 {
		return text[:end+1]
	}
	return text
}

// TestChecklist compares the checklist with the code and with the guide: what is unverified in either is on it, and it names nothing
// that there is not.
func TestChecklist(t *testing.T) {
	t.Parallel()
	entries, operations := checklist(t)
	facts, named := make(map[string]bool), make(map[string]bool)
	names := regexp.MustCompile("`(\\w+)`")
	declared, unverified := declarations(t)
	for _, one := range entries {
		assert.False(t, facts[one.fact], "twice: %s", one.fact)
		facts[one.fact] = true
		assert.NotEmpty(t, one.meaning, one.fact)
		for _, name := range names.FindAllStringSubmatch(one.where, -1) {
			named[name[1]] = true
			assert.True(t, declared[name[1]], "%s: the code declares no %s", one.fact, name[1])
		}
	}
	for name, where := range unverified {
		assert.True(t, named[name], "%s: the comment of %s calls something unverified: add a row to docs/proof/live-checklist.md that names it", where, name)
	}
	for section, line := range operations {
		operation, known := atlassian.OperationByID(section)
		assert.True(t, known, "%s is no operation of the client", section)
		assert.Contains(t, line, "`"+operation.Name()+"`", section)
		assert.Equal(t, operation.Repeat != atlassian.Read, strings.Contains(line, "**a write**"), section)
	}

	guide, err := os.ReadFile(filepath.Join(root, "docs/guides/experimental-and-unverified.md"))
	require.NoError(t, err)
	_, section, found := strings.Cut(string(guide), "\n## Unverified facts\n")
	require.True(t, found)
	listed := 0
	for line := range strings.SplitSeq(section, "\n") {
		if fact, is := strings.CutPrefix(line, "* "); is {
			listed++
			assert.True(t, facts[firstSentence(fact)], "add a row to docs/proof/live-checklist.md: %s", firstSentence(fact))
		}
	}
	assert.Greater(t, listed, 100)
}

// says recognizes a comment that calls something unverified, and not a status of a domain.
var says = regexp.MustCompile(`(?i)(^|[^"\w])unverified\b`)

// declarations are the names that the provider's own code declares, and those whose comments call something unverified in what asks
// Atlassian: the client and the organization. The simulator assumes what these assume.
func declarations(t *testing.T) (declared map[string]bool, unverified map[string]string) {
	t.Helper()
	declared, unverified = make(map[string]bool), make(map[string]string)
	for _, folder := range []string{"internal/atlassian", "internal/organization", "internal/provider"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, folder), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			parts := named(parsed)
			for _, part := range parts {
				declared[part.name] = true
			}
			if folder == "internal/provider" {
				return nil
			}
			for _, group := range parsed.Comments {
				for _, comment := range group.List {
					if says.MatchString(comment.Text) {
						unverified[of(parts, comment)] = set.Position(comment.Pos()).String()
					}
				}
			}
			return nil
		}))
	}
	assert.Greater(t, len(unverified), 50)
	return declared, unverified
}

// part is what a name is declared by, with its comment.
type part struct {
	name     string
	pos, end token.Pos
}

// named are the declarations of a file in their order. In a group, each name has its own, and the comment of the group is of the first one.
func named(file *ast.File) []part {
	var parts []part
	add := func(name string, node ast.Node, comments ...*ast.CommentGroup) {
		one := part{name, node.Pos(), node.End()}
		for _, comment := range comments {
			if comment != nil {
				one.pos, one.end = min(one.pos, comment.Pos()), max(one.end, comment.End())
			}
		}
		parts = append(parts, one)
	}
	for _, declaration := range file.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			add(declaration.Name.Name, declaration, declaration.Doc)
		case *ast.GenDecl:
			doc := declaration.Doc
			for _, spec := range declaration.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name.Name, spec, doc, spec.Doc, spec.Comment)
				case *ast.ValueSpec:
					add(spec.Names[0].Name, spec, doc, spec.Doc, spec.Comment)
				default:
					continue
				}
				doc = nil
			}
		}
	}
	return parts
}

// of is the name that a comment is about: what it stands in or before.
func of(parts []part, comment *ast.Comment) string {
	for _, one := range parts {
		if comment.Pos() >= one.pos && comment.End() <= one.end || comment.End() < one.pos {
			return one.name
		}
	}
	return ""
}
