// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	module    = "github.com/orgsec/terraform-provider-atlassian/"
	framework = "github.com/hashicorp/terraform-plugin-"
)

// source is a Go file that isn't a test, with what it imports.
type source struct {
	file    string // from internal/ on
	text    string
	imports []string
}

func sources(t *testing.T, folder string) []source {
	t.Helper()
	root := os.DirFS("..")
	var found []source
	require.NoError(t, fs.WalkDir(root, folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		one := source{file: file, text: string(text)}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			one.imports = append(one.imports, name)
		}
		found = append(found, one)
		return nil
	}))
	require.NotEmpty(t, found, "internal/%s has no Go files", folder)
	return found
}

// refused are the imports of a file that a rule forbids.
func (s source) refused(forbidden func(name string) bool) []string {
	var refused []string
	for _, name := range s.imports {
		if forbidden(name) {
			refused = append(refused, name)
		}
	}
	return refused
}

// ours tells whether an import is a package of this module outside the folder.
func ours(name, except string) bool {
	inside, is := strings.CutPrefix(name, module+"internal/")
	return is && inside != except && !strings.HasPrefix(inside, except+"/")
}

// statusLook finds code that reads the errors of the client, or decides by a status.
var statusLook = regexp.MustCompile(`organization\.(APIError|PageError|ConnectionError)\b|\.Status\s*([=!]=|[<>/])|switch [\w.]*\.Status\b|\.(StatusCode|RequiredScopes|InAnswer|NoRoute)\b`)

// TestHouse holds the packages to one direction: provider → organization →
// atlassian, with the simulator apart. The linter says the same; this says it
// where no linter runs.
func TestHouse(t *testing.T) {
	t.Parallel()

	t.Run("the client knows no Terraform", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "atlassian") {
			assert.NotContains(t, strings.ToLower(strings.ReplaceAll(s.text, module, "")), "terraform", s.file)
			assert.Empty(t, s.refused(func(name string) bool { return ours(name, "atlassian") }), s.file)
		}
	})
	t.Run("the organization knows the client alone", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "organization") {
			assert.Empty(t, s.refused(func(name string) bool {
				return strings.HasPrefix(name, framework) ||
					(ours(name, "organization") && name != module+"internal/atlassian")
			}), s.file)
		}
	})
	t.Run("the simulator knows none of us, but the schema that both sides keep to", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "simulator") {
			assert.Empty(t, s.refused(func(name string) bool {
				return strings.HasPrefix(name, framework) || (ours(name, "simulator") && name != module+"internal/gateway")
			}), s.file)
		}
	})
	t.Run("the provider knows no HTTP", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "provider") {
			assert.Empty(t, s.refused(func(name string) bool {
				return name == "net/http" || strings.HasPrefix(name, "net/http/") ||
					name == module+"internal/atlassian" || name == module+"internal/simulator"
			}), s.file)
		}
	})
	t.Run("the provider looks at no HTTP status", func(t *testing.T) {
		t.Parallel()
		// organization.Why says what an error means.
		for _, s := range sources(t, "provider") {
			assert.NotRegexp(t, statusLook, s.text, s.file)
		}
	})
	t.Run("subjects don't know each other", func(t *testing.T) {
		t.Parallel()
		all := subjects(t)
		for _, s := range sources(t, "provider") {
			folder, _, nested := strings.Cut(strings.TrimPrefix(s.file, "provider/"), "/")
			if !nested || (folder != "base" && !slices.Contains(all, folder)) {
				continue // provider.go joins them
			}
			assert.Empty(t, s.refused(func(name string) bool {
				other, is := strings.CutPrefix(name, module+"internal/provider/")
				other, _, _ = strings.Cut(other, "/")
				return name == module+"internal/provider" || (is && other != folder && slices.Contains(all, other))
			}), s.file)
		}
	})
	t.Run("nothing is a drawer", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, ".") {
			for element := range strings.SplitSeq(s.file, "/") {
				assert.NotContains(t, []string{"util", "utils", "common", "helper", "helpers"}, strings.TrimSuffix(element, ".go"), s.file)
			}
		}
	})
}

// subjects are the packages of the provider that hold Terraform types: all of
// them but what every type embeds and what prints the schema.
func subjects(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("../provider")
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && !slices.Contains([]string{"base", "schemajson", "testdata"}, entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return names
}
