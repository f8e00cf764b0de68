// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// repository is the root of the repository.
const repository = "../.."

// kinds are the kinds of types, with what each type of the kind must have.
type kind struct {
	names    []string
	examples string   // folder below examples/
	files    []string // in the example's folder
	pages    string   // folder below docs/
	tested   []string // texts that the tests of a subject have all of; %s is the name
}

func kinds(t *testing.T) []kind {
	t.Helper()
	ctx, p := t.Context(), everything(t)
	return []kind{
		{
			slices.Sorted(maps.Keys(resources(ctx, p))),
			"resources",
			[]string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"},
			"resources",
			[]string{`resource "%s"`},
		},
		{slices.Sorted(maps.Keys(dataSources(ctx, p))), "data-sources", []string{"data-source.tf"}, "data-sources", []string{`data "%s"`}},
		{
			slices.Sorted(maps.Keys(listResources(ctx, p))),
			"list-resources",
			[]string{"list-resource.tfquery.hcl"},
			"list-resources",
			[]string{`ListResource(`, `"%s"`},
		},
		{slices.Sorted(maps.Keys(functions(ctx, p))), "functions", []string{"function.tf"}, "functions", []string{"provider::" + provider.TypeName + "::%s("}},
		{slices.Sorted(maps.Keys(actions(ctx, p))), "actions", []string{"action.tf"}, "actions", []string{`InvokeAction(`, `"%s"`}},
	}
}

func TestEveryTypeHasItsFiles(t *testing.T) {
	t.Parallel()
	tests := testTexts(t)
	for _, kind := range kinds(t) {
		for _, name := range kind.names {
			t.Run(kind.examples+" "+name, func(t *testing.T) {
				t.Parallel()
				for _, file := range kind.files {
					assert.FileExists(t, path.Join(repository, "examples", kind.examples, name, file))
				}
				assert.FileExists(t, path.Join(repository, "docs", kind.pages, strings.TrimPrefix(name, provider.TypeName+"_")+".md"),
					"`make generate` writes the page")
				tested := slices.ContainsFunc(tests, func(text string) bool {
					return !slices.ContainsFunc(kind.tested, func(form string) bool {
						return !strings.Contains(text, strings.ReplaceAll(form, "%s", name))
					})
				})
				assert.True(t, tested, "the tests of no subject have %s", strings.ReplaceAll(strings.Join(kind.tested, " and "), "%s", name))
			})
		}
	}
}

// A folder of examples that no type has is left over from a name that changed.
func TestNoFilesAreLeftOver(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds(t) {
		for folder, strip := range map[string]bool{"examples/" + kind.examples: false, "docs/" + kind.pages: true} {
			entries, err := os.ReadDir(path.Join(repository, folder))
			if len(kind.names) > 0 {
				require.NoError(t, err)
			}
			for _, entry := range entries {
				name := entry.Name()
				if strip && kind.examples != "functions" {
					name = provider.TypeName + "_" + name
				}
				assert.Contains(t, kind.names, strings.TrimSuffix(name, ".md"), folder)
			}
		}
	}
}

// testTexts are the tests that reach the provider, subject by subject.
func testTexts(t *testing.T) []string {
	t.Helper()
	subjects, texts := os.DirFS("."), make(map[string]string)
	require.NoError(t, fs.WalkDir(subjects, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.Contains(file, "/") || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		data, err := fs.ReadFile(subjects, file)
		if text := string(data); strings.Contains(text, "acctest.") {
			texts[path.Dir(file)] += text
		}
		return err
	}))
	return slices.Collect(maps.Values(texts))
}
