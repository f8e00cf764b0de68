// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// No level gets the name of another one, whether the configuration has that level or not.
func TestANewNameMustBeFree(t *testing.T) {
	t.Parallel()
	const (
		keep = "\n\n- If levels have only changed their addresses, keep each level at an address of its own. With count, another list gives each level the name of its neighbor: " +
			"use for_each with the names as keys instead. Write a moved block for each level:\n\n" +
			"moved {\n  from = atlassian_classification_level.NAME[0]\n  to   = atlassian_classification_level.NAME[\"FIRST\"]\n}"
		first  = "\n\n- To move the name on purpose, first give the other level another name, in an apply of its own."
		forget = "\n\n- To manage the level that has the name at this address, first run terraform state rm with the address. Terraform then forgets classification level \"Secret\", which stays in Atlassian as it is. Then import the other level."
		last   = "\n\n- Choose another name. (at AttributeName(\"name\"))"
	)
	block := func(name, id string) string {
		return "\n\nimport {\n  to = atlassian_classification_level." + name + " # or this resource's own address\n  id = \"" + id + "\"\n}"
	}
	for name, test := range map[string]struct {
		wants   string
		managed []string
		err     string
	}{
		"of a stranger": {"public", nil, `classification level ` + tag("Public") + ` has that name. Choose one:` +
			keep + first + forget + block("public", tag("Public")) + last},
		"of the configuration": {"public", []string{"Public"}, `classification level ` + tag("Public") + ` has that name. Choose one:` + keep + first + last},
		"of an archived one": {"old", nil, `the archived classification level ` + tag("Old") + ` has that name. Choose one:` +
			forget + " Applying restores it, and content that had the level regains it once it is published." + block("old", tag("Old")) + last},
		"of an archived one of the configuration": {"old", []string{"Old"}, `the archived classification level ` + tag("Old") + ` has that name. Choose one:` + keep + last},
		"its own, in another case":                {"SECRET", []string{"Public"}, ""},
		"a free one":                              {"New", []string{"Public"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := with(t, "Secret", "Public", "Old:ARCHIVED")
			server := acctest.Server(t, org, nil)
			secret := imported(t, server, tag("Secret"))
			for _, other := range test.managed {
				imported(t, server, tag(other))
			}
			err := server.PlanUpdate(secret, named(test.wants)).Diagnostics.Err()
			if test.err == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, fmt.Sprintf("Another level has the name: Classification level \"Secret\" (%s) cannot be renamed to %q, because %s", tag("Secret"), test.wants, test.err))
		})
	}
}

// A list with count that loses its first element would archive the level that stays. The plan refuses that in whatever order Terraform plans.
func TestNamesThatMoveToOtherAddresses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ has, wants []string }{
		"the first one leaves": {[]string{"A", "B"}, []string{"B"}},
		"two of three leave":   {[]string{"A", "B", "C"}, []string{"C"}},
		"two change places":    {[]string{"A", "B"}, []string{"B", "A"}},
		"one comes before":     {[]string{"A", "B"}, []string{"X", "A", "B"}},
	} {
		for _, parallelism := range []int{1, 10} {
			for seed := range uint64(4) {
				t.Run(fmt.Sprintf("%s %d %d", name, parallelism, seed), func(t *testing.T) {
					t.Parallel()
					org := with(t)
					terraform := terraformOver(t, org, seed, counted(test.has)...)
					terraform.Parallelism = parallelism
					before := statuses(org)
					org.Simulator.ResetRequests()
					require.ErrorContains(t, run(t, terraform, counted(test.wants)), "Another level has the name")
					assert.Equal(t, before, statuses(org))
					assert.Empty(t, writes(org))
				})
			}
		}
	}
}

// counted are the levels of a list with count.
func counted(names []string) []lifecycle.Resource {
	resources := make([]lifecycle.Resource, len(names))
	for i, name := range names {
		resources[i] = level(fmt.Sprintf("t[%d]", i), name)
	}
	return resources
}

// Where the levels cannot be listed, the plans of an end and of a rename still learn of each other. A run without a refresh refuses in the apply.
func TestTheNameOfALevelThatEnds(t *testing.T) {
	t.Parallel()
	for name, endsFirst := range map[string]bool{"the end is planned first": true, "the rename is planned first": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := with(t, "A", "B")
			reader := acctest.Server(t, org, nil)
			a, b := imported(t, reader, tag("A")), imported(t, reader, tag("B"))
			org.Simulator.Inject(simulator.Fault{Operation: listOperation, Status: 403, Count: -1})
			server := acctest.Server(t, org, nil)
			var end *protocol.Plan
			if endsFirst {
				end = server.PlanWalked(levelType, b, nil)
			}
			renamed := server.PlanWalked(levelType, a, named("b"))
			if endsFirst {
				require.NoError(t, end.Diagnostics.Err())
				require.ErrorContains(t, renamed.Diagnostics.Err(), "Another level has the name: Classification level \"A\" ("+tag("A")+") cannot be renamed to \"b\", because another level of this configuration has that name.")
				return
			}
			require.NoError(t, renamed.Diagnostics.Err())
			end = server.PlanWalked(levelType, b, nil)
			require.NoError(t, end.Diagnostics.Err(), "this may be an apply")
			_, diagnostics := acctest.Server(t, org, nil).ApplyResource(end)
			require.ErrorContains(t, diagnostics.Err(), "The name of the level goes to another one: The plan archives classification level \"B\" ("+tag("B")+"), and gives its name to another level of this configuration.")
			assert.Empty(t, writes(org))
		})
	}
}
