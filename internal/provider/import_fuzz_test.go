// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

var exampleImportID = regexp.MustCompile(`(?m)^  (?:# )?id = "([^"]+)"`)

// addImportSeeds adds the import IDs of the examples to a corpus, one or more for each resource.
func addImportSeeds(f *testing.F, all map[string]*tfprotov6.Schema) {
	f.Helper()
	for name := range inOrder(all) {
		text, err := os.ReadFile(filepath.Join("../../examples/resources", name, "import-by-string-id.tf"))
		require.NoError(f, err)
		found := exampleImportID.FindAllStringSubmatch(string(text), -1)
		require.NotEmpty(f, found, "%s has no import ID", name)
		for _, id := range found {
			f.Add(name, id[1])
		}
		for _, id := range []string{"name:x", "/", "a/b/c", "a//b", "\n", "a/ari:cloud:jira::site/b/atlassian/user", "a@b", "a,b", "\xff"} {
			f.Add(name, id)
		}
	}
}

// namedBy is one of all, whatever the text.
func namedBy[V any](all map[string]V, text string) string {
	if _, is := all[text]; is {
		return text
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(text)) // it never fails
	names := slices.Sorted(maps.Keys(all))
	return names[int(hash.Sum32()%uint32(len(names)))] //nolint:gosec // there are not that many
}

// listeningNowhere is a provider in process in front of an organization in process.
func listeningNowhere(t *testing.T) *protocol.Server {
	t.Helper()
	org, handler := simulated.Handler(t, simulated.AllowViolations(), simulated.Unrecorded())
	return acctest.Relayed(t, org, relay.New(handler))
}

// imported is what an import says, before anything is read.
func imported(t *testing.T, s *protocol.Server, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportedResource, protocol.Diagnostics) {
	t.Helper()
	answer, err := s.Protocol().ImportResourceState(t.Context(), request)
	require.NoError(t, err)
	if protocol.Diagnostics(answer.Diagnostics).Err() != nil {
		return nil, answer.Diagnostics
	}
	require.Len(t, answer.ImportedResources, 1)
	return answer.ImportedResources[0], answer.Diagnostics
}

// Whatever the import ID, it is refused with a short error, or names an object by an identity, which imports the same object with the
// same state.
func FuzzImportIDs(f *testing.F) {
	all := protocol.New(f, provider.New("test")()).Schemas().ResourceSchemas
	addImportSeeds(f, all)
	f.Fuzz(func(t *testing.T, name, id string) {
		if id == "" || !utf8.ValidString(id) {
			return // Terraform asks for neither
		}
		name = namedBy(all, name)
		s := listeningNowhere(t)
		byID, diagnostics := imported(t, s, &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
		for _, one := range diagnostics {
			spoken.InLines(t, one.Summary, 200)
			spoken.InLines(t, one.Detail, 3000)
		}
		if byID == nil {
			return
		}
		require.NotNil(t, byID.Identity, "%s %q has no identity", name, id)
		byIdentity, diagnostics := imported(t, s, &tfprotov6.ImportResourceStateRequest{TypeName: name, Identity: byID.Identity})
		require.NoError(t, diagnostics.Err(), "%s %q", name, id)
		require.Equal(t, byID.Identity, byIdentity.Identity, "%s %q", name, id)
	})
}

// Whatever an identity says, it is refused with a short error, or is the identity of what it imports.
func FuzzIdentities(f *testing.F) {
	schemas := protocol.New(f, provider.New("test")()).IdentitySchemas()
	for name, schema := range inOrder(schemas) {
		given := make(map[string]string)
		for _, attribute := range schema.IdentityAttributes {
			given[attribute.Name] = "a"
		}
		text, err := json.Marshal(given)
		require.NoError(f, err)
		f.Add(name, string(text))
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		var given map[string]string
		if json.Unmarshal([]byte(text), &given) != nil {
			return
		}
		name = namedBy(schemas, name)
		typ := schemas[name].ValueType()
		values := make(map[string]tftypes.Value)
		for _, attribute := range schemas[name].IdentityAttributes {
			values[attribute.Name] = tftypes.NewValue(attribute.Type, nil)
			if said, ok := given[attribute.Name]; ok && attribute.Type.Is(tftypes.String) {
				values[attribute.Name] = tftypes.NewValue(attribute.Type, said)
			}
		}
		data, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, values))
		require.NoError(t, err)
		s := listeningNowhere(t)
		first, diagnostics := imported(t, s, &tfprotov6.ImportResourceStateRequest{TypeName: name, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &data}})
		for _, one := range diagnostics {
			spoken.InLines(t, one.Summary, 200)
			spoken.InLines(t, one.Detail, 3000)
		}
		if first == nil {
			return
		}
		second, diagnostics := imported(t, s, &tfprotov6.ImportResourceStateRequest{TypeName: name, Identity: first.Identity})
		require.NoError(t, diagnostics.Err(), "%s %s", name, text)
		require.Equal(t, first.Identity, second.Identity, "%s %s", name, text)
	})
}
