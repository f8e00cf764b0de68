// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// kept is private data in memory.
type kept map[string][]byte

func (k kept) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return k[key], nil }

func (k kept) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if value == nil {
		delete(k, key)
	} else {
		k[key] = value
	}
	return nil
}

// aRun is a run of the provider: a plan or an apply.
func aRun(t *testing.T) *organization.Organization {
	t.Helper()
	o, err := organization.New(organization.Settings{OrganizationID: "o", BaseURL: "https://api.atlassian.com", APIKey: "key"})
	require.NoError(t, err)
	return o
}

func ending(t *testing.T, private kept, o *organization.Organization, subjects ...claims.Subject) (base.Ending, string) {
	t.Helper()
	var created string
	end, diags := base.ReadEnding(t.Context(), private, o, &created, subjects...)
	require.Empty(t, diags)
	return end, created
}

// How an end came about decides what it may take away, so each way must be told from all others.
func TestEndings(t *testing.T) {
	t.Parallel()
	plan, apply := aRun(t), aRun(t)
	plan.Claims.NoteRefresh()
	note := func(run *organization.Organization, held bool, some ...string) kept {
		private := kept{}
		require.Empty(t, base.NoteEnd(t.Context(), private, run, held, some...))
		return private
	}

	end, _ := ending(t, kept{}, apply)
	assert.Equal(t, base.Ending{}, end, "nothing is known: an end like any other")
	end, _ = ending(t, note(plan, false), apply)
	assert.Equal(t, base.Ending{}, end, "planned in a run before")
	end, _ = ending(t, note(plan, true), apply)
	assert.Equal(t, base.Ending{Held: true}, end)
	end, _ = ending(t, note(plan, false, "a"), apply)
	assert.Equal(t, base.Ending{Kept: []string{"a"}}, end)
	end, _ = ending(t, note(apply, false), apply)
	assert.Equal(t, base.Ending{Deposed: true}, end, "planned in the run that applies it")
	end, _ = ending(t, note(plan, false), plan)
	assert.Equal(t, base.Ending{}, end, "a run that refreshes is a plan, whatever else it does: nothing is left there without need")

	// What is created in its place counts, and not an end that was planned before; and the other way round.
	private := note(plan, true)
	require.Empty(t, base.NoteCreation(t.Context(), private, "group"))
	end, created := ending(t, private, apply)
	assert.Equal(t, base.Ending{Replaced: true}, end)
	assert.Equal(t, "group", created)
	require.Empty(t, base.NoteEnd(t.Context(), private, plan, false))
	end, _ = ending(t, private, apply)
	assert.Equal(t, base.Ending{}, end)
}

func TestAHolderStaysTheSame(t *testing.T) {
	t.Parallel()
	private := kept{}
	first, diags := base.Holder(t.Context(), private)
	require.Empty(t, diags)
	second, _ := base.Holder(t.Context(), private)
	assert.Equal(t, first, second)
	other, _ := base.Holder(t.Context(), kept{})
	assert.NotEqual(t, first, other)
}

// A refusal stays open where the run may be an apply, which may plan the end of a deposed object anew.
func TestRefusalsOfEnds(t *testing.T) {
	t.Parallel()
	refused := diag.Diagnostics{diag.NewErrorDiagnostic("No", "Because.")}
	plan, unclear := aRun(t), aRun(t)
	plan.Claims.NoteRefresh()
	private := kept{}
	assert.Equal(t, refused, base.RefuseEnd(t.Context(), private, plan, refused))
	assert.Empty(t, base.RefuseEnd(t.Context(), private, unclear, nil))
	assert.Empty(t, private)
	assert.Empty(t, base.RefuseEnd(t.Context(), private, unclear, refused))
	end, _ := ending(t, private, aRun(t))
	assert.Equal(t, base.Ending{Open: true}, end, "the deletion refuses it, unless it is that of a deposed object")
}

// A deposed object leaves it to another one to say what stays only if everything that it holds is held by others as well, and not all
// of these have ended before.
func TestTwins(t *testing.T) {
	t.Parallel()
	plan, apply, part, all, gone := aRun(t), aRun(t), kept{}, kept{}, kept{}
	reads := []func(bool) diag.Diagnostics{
		base.Reading(t.Context(), plan, part, "x", "y"), base.Reading(t.Context(), plan, all, "x"), base.Reading(t.Context(), plan, kept{}),
	}
	require.Empty(t, base.Reading(t.Context(), plan, gone, "z")(false), "before another one is seen")
	for _, read := range reads {
		require.Empty(t, read(false))
	}
	twin := func(private kept, run *organization.Organization, subjects ...claims.Subject) bool {
		require.Empty(t, base.NoteEnd(t.Context(), private, run, false))
		end, _ := ending(t, private, run, subjects...)
		return end.Twin
	}
	assert.False(t, twin(part, apply, "x", "y"), "nothing else holds y")
	assert.False(t, twin(all, apply, "x"), "the other one has ended in this run")
	assert.False(t, twin(gone, apply, "z"))
	assert.True(t, twin(all, aRun(t), "x"), "the other one has not")
	require.Empty(t, base.Reading(t.Context(), aRun(t), all, "x")(false))
	assert.False(t, twin(all, aRun(t), "x"), "the other one is gone")
}
