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

const module = "github.com/orgsec/terraform-provider-atlassian/"

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

// ours forbids imports of this module's packages outside the given folders of internal/.
func ours(except ...string) func(name string) bool {
	return func(name string) bool {
		return inside(name, strings.TrimSuffix(module, "/")) && !slices.ContainsFunc(except, func(folder string) bool {
			return inside(name, module+"internal/"+folder)
		})
	}
}

// statusLook finds code that reads the errors of the client, or decides by a status.
var statusLook = regexp.MustCompile(`\b(APIError|PageError|ConnectionError)\b|\.Status\s*([=!]=|[<>/])|switch [\w.]*\.Status\b|\.(StatusCode|RequiredScopes|InAnswer|NoRoute)\b`)

// framework finds code that leaves a whole model to the framework.
var framework = regexp.MustCompile(`\.(State|Plan|Config)\.[GS]et\(ctx`)

// http forbids imports of net/http and of the packages below it.
func http(name string) bool { return inside(name, "net/http") }

// terraform forbids imports of Terraform's libraries.
func terraform(name string) bool { return strings.HasPrefix(name, "github.com/hashicorp/terraform-") }

// inside reports whether a package is in a folder or below it.
func inside(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

// TestHouse is the only statement of who may import whom inside this module: provider → organization → atlassian, with the
// simulator apart. The linter's depguard refuses third parties alone.
func TestHouse(t *testing.T) {
	t.Parallel()

	t.Run("the client knows no Terraform, and nothing of ours", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "atlassian") {
			assert.NotContains(t, strings.ToLower(strings.ReplaceAll(s.text, module, "")), "terraform", s.file)
			assert.Empty(t, s.refused(ours("atlassian")), s.file)
		}
	})
	t.Run("the organization knows the client alone, no HTTP and no Terraform", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "organization") {
			assert.Empty(t, s.refused(ours("organization", "atlassian")), s.file)
			assert.Empty(t, s.refused(http), s.file)
			assert.Empty(t, s.refused(terraform), s.file)
		}
	})
	t.Run("models are decoded and encoded in one place, which reads their tags once", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "provider") {
			if s.file != "provider/base/model.go" {
				assert.NotRegexp(t, framework, s.text, "%s: use base.Get and base.Set", s.file)
			}
		}
	})
	t.Run("a package of the organization knows no more than it needs", func(t *testing.T) {
		t.Parallel()
		const reading, meaning, site = "organization/reading", "organization/meaning", "organization/site"
		// One line each: areas are added often.
		packages := map[string][]string{
			"accounts":     {"atlassian", reading, meaning},
			"apps":         {"atlassian", reading, meaning, site},
			"audit":        {"atlassian", reading, meaning, "organization/ids", "organization/orgpolicies/addresses"},
			"backups":      {"atlassian", reading, meaning, site},
			"claims":       {},
			"datasecurity": {"atlassian", reading, meaning},
			"decision":     {"atlassian", reading, "organization/ids", "organization/standing"},
			"domains":      {"atlassian", reading, meaning},
			"ids":          {},
			"invitations":  {"atlassian", reading, meaning},
			"keys":         {"atlassian", reading, meaning},
			"levels":       {"atlassian", reading, meaning, "organization/claims"},
			"meaning":      {"atlassian", reading},
			"orgpolicies":  {"atlassian", reading, meaning},
			"posture": {
				"atlassian", reading, "organization/apps", "organization/audit", "organization/backups", "organization/domains", "organization/ids",
				"organization/orgpolicies", "organization/review", "organization/standing",
			},
			"reading":  {},
			"rows":     {"atlassian"},
			"review":   {"atlassian", reading, "organization/domains", "organization/rows", "organization/standing"},
			"site":     {"atlassian", reading, meaning},
			"standing": {"atlassian"},
		}
		for _, s := range sources(t, "organization") {
			name, _, nested := strings.Cut(strings.TrimPrefix(s.file, "organization/"), "/")
			if !nested {
				continue // the root makes the areas of a run
			}
			known, is := packages[name]
			require.True(t, is, "%s: say here what this package may import", s.file)
			assert.Empty(t, s.refused(ours(append(known, "organization/"+name)...)), s.file)
		}
	})
	t.Run("the simulator knows none of us, but the schema that both sides keep to", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "simulator") {
			assert.Empty(t, s.refused(ours("simulator", "gateway")), s.file)
			assert.Empty(t, s.refused(terraform), s.file)
		}
	})
	t.Run("a room of the simulator knows world and wire, which know nothing of ours", theRooms)
	t.Run("the provider knows organization, and no HTTP", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "provider") {
			assert.Empty(t, s.refused(ours("provider", "organization")), s.file)
			assert.Empty(t, s.refused(http), s.file)
		}
	})
	t.Run("the provider looks at no HTTP status", func(t *testing.T) {
		t.Parallel()
		// meaning.Why says what an error means.
		for _, s := range sources(t, "provider") {
			assert.NotRegexp(t, statusLook, s.text, s.file)
		}
	})
	t.Run("an end that asks for a twin says what it holds", func(t *testing.T) {
		t.Parallel()
		// Without it, two deposed objects of one resource would each leave it to the other to say what stays: see base.ReadEnding.
		for _, s := range sources(t, "provider") {
			if strings.Contains(s.text, "ending.Twin") && !strings.HasPrefix(s.file, "provider/base/") {
				assert.Regexp(t, `base\.ReadEnding\(ctx, [\w.]+, [\w.]+, &\w+, \w`, s.text, s.file)
			}
		}
	})
	t.Run("a subject knows organization and base, and no other subject", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, "provider") {
			folder, _, nested := strings.Cut(strings.TrimPrefix(s.file, "provider/"), "/")
			if !nested || folder == "schemajson" {
				continue // provider.go joins the subjects, and schemajson prints what comes of it
			}
			assert.Empty(t, s.refused(ours("provider/"+folder, "organization", "provider/base")), s.file)
		}
	})
	t.Run("tests of the organization wait in virtual time", func(t *testing.T) {
		t.Parallel()
		goFiles(t, func(file string, text []byte) {
			if strings.HasPrefix(file, "internal/organization/") {
				assert.NotContains(t, string(text), "simulated.Start(", "%s: start it with simulated.Virtual, so that a busy machine changes nothing", file)
			}
		})
	})
	t.Run("only tests know the test harness", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, ".") {
			if !strings.HasPrefix(s.file, "acctest/") {
				assert.Empty(t, s.refused(func(name string) bool { return inside(name, module+"internal/acctest") }), s.file)
			}
		}
	})
	t.Run("all types of the provider are cut the same way", oneCut)
	t.Run("no file is longer than 400 lines", noLongFile)
	t.Run("no package has more than 30 files", noLargePackage)
	t.Run("nothing is a drawer", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources(t, ".") {
			for element := range strings.SplitSeq(s.file, "/") {
				assert.NotContains(t, []string{"util", "utils", "common", "helper", "helpers"}, strings.TrimSuffix(element, ".go"), s.file)
			}
		}
	})
}

// theRooms holds the packages of the simulator apart. The root, which joins them, and command, which starts the root, may
// import every room.
func theRooms(t *testing.T) {
	t.Parallel()
	const world, wire = "simulator/world", "simulator/wire"
	rooms := map[string][]string{
		"world": {}, "wire": {}, "console": {world, wire}, "page": {world, wire}, "company": {world},
		"admin": {world, wire}, "control": {world, wire}, "usermanagement": {world, wire}, "apiaccess": {world, wire}, "marketplace": {world, wire}, "backup": {world, wire}, "dlp": {world, wire},
		"gateway": {world, wire, "gateway"}, // the schema
	}
	for _, s := range sources(t, "simulator") {
		room, _, nested := strings.Cut(strings.TrimPrefix(s.file, "simulator/"), "/")
		if !nested || room == "command" {
			continue
		}
		known, is := rooms[room]
		require.True(t, is, "%s: say here what this room may import", s.file)
		assert.Empty(t, s.refused(ours(append(known, "simulator/"+room)...)), s.file)
	}
	for _, s := range sources(t, world) {
		assert.Empty(t, s.refused(http), s.file)
	}
}
