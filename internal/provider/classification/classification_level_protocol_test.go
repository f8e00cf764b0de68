// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	levelType = "atlassian_classification_level"
	orderType = "atlassian_classification_order"
	allLevels = "atlassian_classification_levels"

	noLevel = "ari:cloud:platform::classification-tag/none"
)

// ignored is what follows each import block.
const ignored = "Terraform ignores the block while the state has an object at that address. " +
	"If that object is gone, first run terraform apply -refresh-only, which removes it from the state."

// moved is what a plan says after it.
const moved = "\n\nIf this configuration has the level under another address, write a moved block instead."

func TestALevelIsNeverAdopted(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret", "Old:ARCHIVED", "Public")
	planning := func(name string) *protocol.Plan {
		server := acctest.Server(t, org, nil)
		imported(t, server, tag("Public")) // a refresh: it is certainly a plan
		return server.PlanCreate(levelType, named(name))
	}
	planned := planning("secret")
	require.EqualError(t, planned.Diagnostics.Err(), "It exists already: A classification level named \"Secret\" exists already. An object that exists is never adopted silently. To manage it from here, import it:\n\n"+
		"import {\n  to = atlassian_classification_level.secret # or this resource's own address\n  id = \"ari:cloud:platform::classification-tag/secret\"\n}\n\n"+ignored+moved+" (at AttributeName(\"name\"))")
	planned = planning("OLD")
	require.EqualError(t, planned.Diagnostics.Err(), "An archived level has the name: An archived classification level is named \"Old\". To use it again, import it: applying restores it, and content that had the level regains it once it is published.\n\n"+
		"import {\n  to = atlassian_classification_level.old # or this resource's own address\n  id = \"ari:cloud:platform::classification-tag/old\"\n}\n\n"+ignored+"\n\n"+
		"For a new level, choose another name: whether Atlassian allows a second one of this name is not documented."+moved+" (at AttributeName(\"name\"))")

	// A run that refreshes nothing may be an apply: it only warns, and the creation refuses.
	server := acctest.Server(t, org, nil)
	planned = server.PlanCreate(levelType, named("Secret"))
	require.NoError(t, planned.Diagnostics.Err())
	assert.Contains(t, planned.Diagnostics.Warnings()[0], "As it is, apply will fail. A classification level named \"Secret\" exists already.")
	_, diagnostics := server.ApplyResource(planned)
	require.ErrorContains(t, diagnostics.Err(), "It exists already")

	// Somebody takes the name after the plan.
	planned = planning("New")
	require.NoError(t, planned.Diagnostics.Err())
	require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{Name: "New"}))
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(planned)
	require.ErrorContains(t, diagnostics.Err(), "If this apply replaces that level, create_before_destroy is the cause")
	assert.Nil(t, state)
	assert.Empty(t, writes(org))
}

func TestTwoResourcesForOneLevel(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret")
	server := acctest.Server(t, org, nil)
	require.NoError(t, server.PlanCreate(levelType, named("New")).Diagnostics.Err())
	require.ErrorContains(t, server.PlanCreate(levelType, named("NEW")).Diagnostics.Err(), `Two resources claim the same thing`)

	server = acctest.Server(t, org, nil)
	one, two := imported(t, server, tag("Secret")), imported(t, server, tag("Secret"))
	require.NoError(t, server.PlanUpdate(one, named("Secret")).Diagnostics.Err())
	require.ErrorContains(t, server.PlanUpdate(two, named("Other")).Diagnostics.Err(), `Two resources claim the same thing`)
}

func TestWhatThePlanSaysOfAStatus(t *testing.T) {
	t.Parallel()
	draft := named("Secret")
	draft["published"] = false
	for name, test := range map[string]struct {
		status   string
		config   map[string]any
		action   protocol.Action
		warns    string
		err      string
		planned  string
		finished string
	}{
		"published":                {"PUBLISHED", named("Secret"), protocol.NoOp, "", "", "PUBLISHED", ""},
		"a draft":                  {"DRAFT", draft, protocol.NoOp, "", "", "DRAFT", ""},
		"a draft to publish":       {"DRAFT", named("Secret"), protocol.Update, "", "", "PUBLISHED", "PUBLISHED"},
		"published, to be a draft": {"PUBLISHED", draft, "", "", "The level is published: Atlassian has no operation that makes a published classification level a draft again, and classification level \"Secret\" is published. Set published = true. If people must not use the level any more, remove the resource, which archives the level: content that has it then becomes unclassified. (at AttributeName(\"published\"))", "", ""},
		"archived":                 {"ARCHIVED", named("Secret"), protocol.Update, "Classification level \"Secret\" is archived in Atlassian, so content that had the level is unclassified. Applying restores and publishes it, and the content regains the level.", "", "PUBLISHED", "PUBLISHED"},
		"archived, to be a draft":  {"ARCHIVED", draft, protocol.Update, "Classification level \"Secret\" is archived in Atlassian. Applying restores it as a draft.", "", "DRAFT", "DRAFT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := with(t, "Secret:"+test.status)
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(imported(t, server, tag("Secret")), test.config)
			if test.err != "" {
				require.EqualError(t, plan.Diagnostics.Err(), test.err)
				return
			}
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, test.action, plan.Action)
			assert.Equal(t, test.planned, plan.Planned["status"])
			if test.warns != "" {
				require.Len(t, plan.Diagnostics.Warnings(), 1)
				assert.Contains(t, plan.Diagnostics.Warnings()[0], test.warns)
			} else {
				assert.Empty(t, plan.Diagnostics.Warnings())
			}
			if test.finished != "" {
				state, diagnostics := server.ApplyResource(plan)
				require.NoError(t, diagnostics.Err())
				assert.Equal(t, test.finished, levelOf(org, "Secret").Status)
				assert.Equal(t, test.finished, state.Values["status"])
			}
		})
	}
}

// A creation that stops on the way leaves the level in the state, as Atlassian shows it.
func TestACreationThatStops(t *testing.T) {
	t.Parallel()
	org := with(t, "Public")
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(levelType, named("Secret"))
	require.NoError(t, plan.Diagnostics.Err())
	org.Simulator.Inject(simulator.Fault{Operation: publishOperation, Status: 403})
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), `Atlassian has created classification level "Secret", but it is not as it is to be`)
	require.NotNil(t, state)
	assert.Equal(t, []any{"DRAFT", false, idOf(org, "Secret")}, []any{state.Values["status"], state.Values["published"], state.Values["id"]})
}

// The end of a level says what becomes of content.
func TestTheEndOfALevel(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret", "Old:ARCHIVED")
	server := acctest.Server(t, org, nil)
	plan := server.PlanDelete(imported(t, server, tag("Secret")))
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "applying archives classification level \"Secret\". Content that has the level becomes unclassified, and data security policies for the level no longer restrict what people and apps can do with it.")
	assert.Empty(t, server.PlanDelete(imported(t, server, tag("Old"))).Diagnostics, "it is archived already")

	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "ARCHIVED", levelOf(org, "Secret").Status)
}

// The state stays, and the explanation stands once a run.
func TestThePlanLacksClassification(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret", "Public")
	server := acctest.Server(t, org, nil)
	states := []*protocol.State{imported(t, server, tag("Secret")), imported(t, server, tag("Public"))}
	org.Simulator.SetGuardPremium(false)
	org.Simulator.ResetRequests()
	server = acctest.Server(t, org, nil)
	state, diagnostics := server.ReadResource(states[0])
	require.ErrorContains(t, diagnostics.Err(), "Classifying data needs Atlassian Guard Premium. Look under Billing in Atlassian Administration. Terraform keeps its state as it is.")
	require.ErrorContains(t, diagnostics.Err(), "write a removed block with destroy = false")
	assert.NotNil(t, state)
	state, diagnostics = server.ReadResource(states[1])
	require.EqualError(t, diagnostics.Err(), "Cannot read the classification level: The organization's plan does not include the classification of data, which another error of this run explains.")
	assert.NotNil(t, state)
	assert.Equal(t, map[string]int{listOperation: 1}, org.Simulator.Requests())

	_, diagnostics = acctest.Server(t, org, nil).ApplyResource(&protocol.Plan{TypeName: levelType, Prior: states[0]})
	require.ErrorContains(t, diagnostics.Err(), "Cannot archive the classification level")
	require.ErrorContains(t, diagnostics.Err(), "removed block")
}

// A failed update leaves the state as Atlassian shows the level.
func TestAnUpdateThatStops(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret:ARCHIVED")
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(imported(t, server, tag("Secret")), map[string]any{"name": "Secret", "definition": "D"})
	require.NoError(t, plan.Diagnostics.Err())
	org.Simulator.Inject(simulator.Fault{Operation: publishOperation, Status: 403})
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Cannot change the classification level")
	assert.Equal(t, []any{"D", "DRAFT", false}, []any{state.Values["definition"], state.Values["status"], state.Values["published"]})

	// A change that never shows is no success.
	org = simulated.Start(t, simulated.WithStart(org.Simulator.Organization()), simulated.WithLag(time.Hour))
	server = acctest.Server(t, org, nil)
	plan = server.PlanUpdate(imported(t, server, tag("Secret")), map[string]any{"name": "New", "timeouts": map[string]any{"update": acctest.Soon}})
	require.NoError(t, plan.Diagnostics.Err())
	state, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "was acknowledged by Atlassian, but reading it back failed")
	require.ErrorContains(t, diagnostics.Err(), "Atlassian still shows classification level")
	assert.Equal(t, "Secret", state.Values["name"])
}

// What somebody has changed since the plan, and the plan leaves as it is, is not undone: the apply sends nothing.
func TestALevelThatWasChangedSinceThePlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		now simulator.ClassificationLevel
		err string
	}{
		"archived, with a guideline": {simulator.ClassificationLevel{Name: "Secret", Guideline: "G", Color: "RED", Status: "ARCHIVED"}, "guideline was none and is \"G\", status was PUBLISHED and is ARCHIVED"},
		"another name":               {simulator.ClassificationLevel{Name: "Other", Color: "RED", Status: "PUBLISHED"}, `name was "Secret" and is "Other"`},
		"another color":              {simulator.ClassificationLevel{Name: "Secret", Color: "BLUE", Status: "PUBLISHED"}, `color was "RED" and is "BLUE"`},
		"what the plan changes":      {simulator.ClassificationLevel{Name: "Secret", Definition: "C", Color: "RED", Status: "PUBLISHED"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := with(t, "Secret")
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(imported(t, server, tag("Secret")), map[string]any{"name": "Secret", "definition": "D"})
			require.NoError(t, plan.Diagnostics.Err())
			test.now.ID = tag("Secret")
			require.NoError(t, org.Simulator.PutClassificationLevel(test.now))
			_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
			if test.err == "" {
				require.NoError(t, diagnostics.Err())
				return
			}
			require.EqualError(t, diagnostics.Err(), "Cannot change the classification level: Classification level "+tag("Secret")+
				" was changed since the plan, and nothing was sent to Atlassian: "+test.err+". Plan again to see what applying changes now.")
			assert.Empty(t, writes(org))
			assert.Equal(t, test.now, levelOf(org, test.now.Name))
		})
	}
}

// A hundred levels are read with one request, and planned with none.
func TestARefreshOfManyLevels(t *testing.T) {
	t.Parallel()
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("L%02d", i))
	}
	org := with(t, names...)
	server := acctest.Server(t, org, nil)
	for _, name := range names {
		state := &protocol.State{TypeName: levelType, Values: map[string]any{"id": tag(name), "name": name, "color": "RED", "published": true, "status": "PUBLISHED"}}
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, named(name)).Action)
	}
	assert.Equal(t, map[string]int{listOperation: 1}, org.Simulator.Requests())
}

func TestALevelThatIsGone(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret")
	state := &protocol.State{TypeName: levelType, Values: map[string]any{"id": noLevel, "name": "None", "published": true}}
	read, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, read)
	assert.Equal(t, map[string]int{listOperation: 1, getOperation: 1}, org.Simulator.Requests(), "it was looked at by its ID")

	_, diagnostics = acctest.Server(t, org, nil).ImportByID(levelType, "name:None")
	require.EqualError(t, diagnostics.Err(), `Cannot import the classification level: No classification level is named "None".`)
	_, diagnostics = acctest.Server(t, org, nil).ImportByID(levelType, "Secret")
	require.ErrorContains(t, diagnostics.Err(), "The import ID of a classification level is its ID, which begins with ari:cloud:platform::classification-tag/, or name:NAME")
}

// A name that two levels have chooses neither of them: an import of the wrong one would rename or archive it.
func TestTheNameOfTwoLevels(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret", "Other", "Old:ARCHIVED")
	same := org.Edited(t, "/classification-levels", func(body any) any {
		for _, one := range body.(map[string]any)["levels"].([]any) {
			one.(map[string]any)["name"] = "secret"
		}
		return body
	})
	_, diagnostics := acctest.Server(t, same, nil).ImportByID(levelType, "name:Secret")
	require.EqualError(t, diagnostics.Err(), `Cannot import the classification level: 2 classification levels are named "Secret", so one must be chosen by its ID: `+tag("Secret")+", "+tag("Other")+".")
}

func TestListOfLevels(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret", "Old:ARCHIVED", "Public:DRAFT")
	server := acctest.Server(t, org, nil)
	found, diagnostics := server.ListResource(levelType, nil, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, found, 2)
	assert.Equal(t, []any{"Secret", "Public"}, []any{found[0].DisplayName, found[1].DisplayName})
	found, diagnostics = server.ListResource(levelType, map[string]any{"include_archived": true}, protocol.ListOptions{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, found, 3)

	org.Simulator.SetGuardPremium(false)
	_, diagnostics = acctest.Server(t, org, nil).ListResource(levelType, nil, protocol.ListOptions{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the classification levels")
}

func TestClassificationLevelsDataSource(t *testing.T) {
	t.Parallel()
	org := with(t, "Secret", "Old:ARCHIVED", "Public:DRAFT")
	read, diagnostics := acctest.Server(t, org, nil).ReadDataSource(allLevels, nil)
	require.NoError(t, diagnostics.Err())
	levels, ok := read["levels"].([]any)
	require.True(t, ok)
	require.Len(t, levels, 3)
	first, ok := levels[0].(map[string]any)
	require.True(t, ok)
	assert.Equal(t, []any{tag("Secret"), "Secret", nil, nil, "RED", "PUBLISHED"}, []any{first["id"], first["name"], first["definition"], first["guideline"], first["color"], first["status"]})
	assert.Equal(t, "1", fmt.Sprint(first["sensitivity"]))

	org.Simulator.Inject(simulator.Fault{Operation: listOperation, Status: 403, Count: -1})
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource(allLevels, nil)
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the classification levels")
}
