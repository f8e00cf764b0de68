// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cut says which file of a type has a method that Terraform calls, or the page of the type.
var cut = map[string]string{
	"Create": "_resource.go", "Update": "_resource.go", "Delete": "_resource.go", "ImportState": "_resource.go", "IdentitySchema": "_resource.go",
	"ModifyPlan": "_plan.go", "Page": "_page.go",
	"Invoke": "_action.go", "List": "_list.go", "Run": "_function.go",
}

// oneCut holds the files of all types to one cut, so that a reader who knows one type knows all of them.
func oneCut(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, s := range sources(t, "provider") {
		if slices.Contains([]string{"provider", "provider/base", "provider/rpc", "provider/schemajson"}, path.Dir(s.file)) {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), s.file, s.text, 0)
		require.NoError(t, err)
		for _, declaration := range parsed.Decls {
			method, is := declaration.(*ast.FuncDecl)
			if !is || method.Recv == nil {
				continue
			}
			if end := cut[method.Name.Name]; end != "" {
				seen[method.Name.Name] = true
				assert.True(t, strings.HasSuffix(s.file, end), "%s: %s belongs in a file X%s", s.file, method.Name.Name, end)
			}
		}
	}
	for name := range cut {
		assert.True(t, seen[name], "no type has %s: is its name another one?", name)
	}
}
