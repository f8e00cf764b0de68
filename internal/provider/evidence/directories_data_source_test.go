// SPDX-License-Identifier: MPL-2.0

package evidence_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const listing = "GET /admin/v2/orgs/{orgId}/directories"

func several() simulated.Option {
	start := simulator.SmallCompany()
	start.Directories = append(start.Directories, simulator.Directory{Name: "Contractors"}, simulator.Directory{Name: "Alumni"})
	return simulated.WithStart(start)
}

func TestDirectories(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, several())
	server := acctest.Server(t, org, nil)
	for range 2 {
		answer, diagnostics := server.ReadDataSource("atlassian_directories", map[string]any{})
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, []string{"Acme", "Alumni", "Contractors"}, names(t, answer))
	}
	assert.Equal(t, 1, org.Requests(), "one read of the list serves the whole run")
}

// names lists the names of directories, each of which has an ID.
func names(t *testing.T, answer map[string]any) []string {
	t.Helper()
	var all []string
	for _, one := range answer["directories"].([]any) {
		directory := one.(map[string]any)
		assert.NotEmpty(t, directory["id"])
		all = append(all, directory["name"].(string))
	}
	return all
}

func TestDirectoriesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(page map[string]any){
		"no list":            func(page map[string]any) { delete(page, "data") },
		"null":               func(page map[string]any) { page["data"] = nil },
		"no ID":              func(page map[string]any) { delete(page["data"].([]any)[0].(map[string]any), "directoryId") },
		"an ID that is null": func(page map[string]any) { page["data"].([]any)[0].(map[string]any)["directoryId"] = nil },
	} {
		org := simulated.Start(t).Edited(t, "/directories", func(body any) any {
			edit(body.(map[string]any))
			return body
		})
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_directories", map[string]any{})
		require.ErrorContains(t, diagnostics.Err(), "Cannot list the directories", name)
	}

	none := simulated.Start(t).Edited(t, "/directories", func(body any) any {
		body.(map[string]any)["data"] = []any{}
		return body
	})
	_, diagnostics := acctest.Server(t, none, nil).ReadDataSource("atlassian_directories", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Atlassian lists no directory that the API key can manage", "empty is not gone")

	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: listing, Status: http.StatusForbidden, Count: -1})
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource("atlassian_directories", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the directories")
}

func TestDirectoryWithoutAName(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t).Edited(t, "/directories", func(body any) any {
		body.(map[string]any)["data"].([]any)[0].(map[string]any)["name"] = nil
		return body
	})
	answer, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_directories", map[string]any{})
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, answer["directories"].([]any)[0].(map[string]any)["name"])
}

func TestDirectoriesFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, several())
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `data "atlassian_directories" "all" {}`),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.atlassian_directories.all",
			tfjsonpath.New("directories").AtSliceIndex(1).AtMapKey("name"), knownvalue.StringExact("Alumni"))},
	}}})
}
