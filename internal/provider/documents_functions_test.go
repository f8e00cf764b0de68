// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testFunction is the text of a test function of the repository's root or of internal/provider, subjects included.
func testFunction(t *testing.T, name string) string {
	t.Helper()
	all, err := testFunctions()
	require.NoError(t, err)
	text, found := all[name]
	assert.True(t, found, "there is no test %s", name)
	return text
}

var testFunctions = sync.OnceValues(func() (map[string]string, error) {
	found := make(map[string]string)
	for _, pattern := range []string{"*_test.go", "internal/provider/*_test.go", "internal/provider/*/*_test.go"} {
		files, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			for _, declaration := range parsed.Decls {
				if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil {
					found[function.Name.Name] = string(text[function.Pos()-parsed.FileStart : function.End()-parsed.FileStart])
				}
			}
		}
	}
	return found, nil
})
