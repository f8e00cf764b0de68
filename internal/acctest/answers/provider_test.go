// SPDX-License-Identifier: MPL-2.0

package answers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/answers"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// written are the attributes that types require, by their names.
var written = map[string]any{
	"directory_id": "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8", "group_id": "8f24bad3-ba6f-5e36-bad9-3805e19ae032", "name": "engineering", "email": "ada.okafor@acme.example",
	"account_id": "712020:4b961e56-9af8-5741-9a85-fdcea79070a5", "policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", "id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045",
	"key": "com.orbit.boards", "domain": "acme.example",
}

// beside are the attributes of which one has to be written.
var beside = map[string]map[string]any{
	"data atlassian_group":                         {"name": "engineering"},
	"data atlassian_user":                          {"email": "ada.okafor@acme.example"},
	"data atlassian_audit_events":                  {"last_days": int64(7)},
	"data atlassian_policy":                        {"id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"},
	"list atlassian_managed_account":               {},
	"data atlassian_authentication_policy_members": {"policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"},
}

// configured is a configuration of a type with what it requires.
func configured(kind, name string, schema *tfprotov6.Schema) map[string]any {
	config := make(map[string]any)
	for _, attribute := range schema.Block.Attributes {
		if attribute.Required {
			config[attribute.Name] = written[attribute.Name]
			if !attribute.Type.Is(tftypes.String) {
				config[attribute.Name] = []any{written[attribute.Name]}
			}
		}
	}
	maps.Copy(config, beside[kind+" "+name])
	return config
}

var exampleImportID = regexp.MustCompile(`(?m)^  id = "([^"]+)"`)

// importIDs are the import IDs of the examples.
func importIDs(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../examples/resources", name, "import-by-string-id.tf"))
	require.NoError(t, err)
	var ids []string
	for _, found := range exampleImportID.FindAllStringSubmatch(string(text), -1) {
		ids = append(ids, found[1])
	}
	require.NotEmpty(t, ids, name)
	return ids
}

// ours are the attributes that hold words of the provider's own.
var ours = regexp.MustCompile(`^\.(` + strings.Join([]string{
	`controls\..*`, `(passed|failed|unknown|not_applicable)\.\*`, // the controls of the posture
	`(window|complete)_(from|to|until)`, // of the audit log
	`.*\.used_by_provider`, `(.*\.)?findings\.\*(\.(kind|reason|subject))?`, `undecided\.\*\.(reason|subject)`, `suspended_with_roles\.\*\.reason`,
}, "|") + `)$`)

// reader reads everything of one organization whose answers are random.
type reader struct {
	t       *testing.T
	what    string
	seed    uint64
	server  *protocol.Server
	answers *answers.Server
}

// judge requires diagnostics that a person can read.
func (r *reader) judge(diagnostics protocol.Diagnostics) {
	r.t.Helper()
	for _, one := range diagnostics {
		spoken.InLines(r.t, one.Summary, 200)
		if one.Detail != "" {
			spoken.InLines(r.t, one.Detail, 20_000)
		}
	}
}

// TestDocumentedOrganizations reads every type out of organizations that answer as the documents allow: nothing panics, every failure is a
// diagnostic that a person can read, and what a state says comes from the answers, or from what was written.
func TestDocumentedOrganizations(t *testing.T) {
	t.Parallel()
	contract.Documents(t)
	schemas := protocol.New(t, provider.New("test")()).Schemas()
	seeds := thorough.Part[uint64](40, 3)
	var total atomic.Int64
	t.Cleanup(func() { assert.Greater(t, total.Load(), int64(seeds), "next to nothing is read in full") }) //nolint:gosec // there are few
	each := func(kind, name string, read func(r *reader) (known bool)) {
		t.Run(kind+" "+name, func(t *testing.T) {
			t.Parallel()
			answered := 0
			for seed := range seeds {
				org, handler := simulated.Handler(t, simulated.AllowViolations(), simulated.Unrecorded(), simulated.WithStart(simulator.SmallCompany()))
				said := answers.New(seed, relay.New(handler), answers.Plausible())
				r := &reader{t: t, what: kind + " " + name, seed: seed, server: acctest.Relayed(t, org, said), answers: said}
				if read(r) {
					answered++
				}
			}
			t.Logf("%d of %d are read in full", answered, seeds)
			total.Add(int64(answered))
		})
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.DataSourceSchemas)) {
		each("data", name, func(r *reader) bool {
			config := configured("data", name, schemas.DataSourceSchemas[name])
			values, diagnostics := r.server.ReadDataSource(name, config)
			r.judge(diagnostics)
			r.faithful(values, config)
			return diagnostics.Err() == nil
		})
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.ListResourceSchemas)) {
		each("list", name, func(r *reader) bool {
			config := configured("list", name, schemas.ListResourceSchemas[name])
			listed, diagnostics := r.server.ListResource(name, config, protocol.ListOptions{IncludeResource: true})
			r.judge(diagnostics)
			for _, one := range listed {
				spoken.InOneLine(r.t, one.DisplayName, 1000)
				r.faithful(one.Resource, config)
			}
			return diagnostics.Err() == nil && len(listed) > 0
		})
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.ResourceSchemas)) {
		ids := importIDs(t, name)
		each("resource", name, func(r *reader) bool {
			known := false
			for _, id := range ids {
				state, diagnostics := r.server.ImportByID(name, id)
				r.judge(diagnostics)
				if diagnostics.Err() != nil || state == nil {
					continue
				}
				known = true
				r.faithful(state.Values, map[string]any{"id": id})
				again, diagnostics := r.server.ReadResource(state)
				r.judge(diagnostics)
				if again != nil { // it may be gone: a refresh asks other operations than an import
					r.faithful(again.Values, map[string]any{"id": id})
				}
			}
			return known
		})
	}
}

// faithful requires that all texts of a state are in the answers, in what was written, or among the words of ours.
func (r *reader) faithful(values, config map[string]any) {
	r.t.Helper()
	var all strings.Builder
	for _, one := range r.answers.Said() {
		_, _ = fmt.Fprintf(&all, "%s\n%s\n", one.Request.URL.Path, texts(one.Body))
	}
	_, _ = fmt.Fprintf(&all, "%s\n", texts(config))
	for text := range strings.Lines(all.String()) { // the provider writes times anew
		if at, err := time.Parse(time.RFC3339, strings.TrimSpace(text)); err == nil {
			_, _ = fmt.Fprintln(&all, at.UTC().Format(time.RFC3339))
		}
	}
	said := strings.ToLower(all.String())
	var walk func(at string, value any)
	walk = func(at string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for name, one := range value {
				walk(at+"."+name, one)
			}
		case []any:
			for _, one := range value {
				walk(at+".*", one)
			}
		case string:
			if !strings.Contains(said, strings.ToLower(value)) && !json.Valid([]byte(value)) && !ours.MatchString(at) {
				r.t.Errorf("%s: seed %d: %s is %q, which no answer says", r.what, r.seed, at, value)
			}
		}
	}
	walk("", values)
}

// texts are all texts of a value, one after another.
func texts(value any) string {
	var all []string
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			for name, one := range value {
				all = append(all, name)
				walk(one)
			}
		case []any:
			for _, one := range value {
				walk(one)
			}
		case string:
			all = append(all, value)
		case json.Number:
			all = append(all, value.String())
		}
	}
	walk(value)
	return strings.Join(all, "\n")
}
