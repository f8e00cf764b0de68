// SPDX-License-Identifier: MPL-2.0

package levels_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// Operations, as the simulator counts them.
const (
	opList    = "GET /admin/dlp/v1/orgs/{orgId}/classification-levels"
	opGet     = opList + "/{levelId}"
	opCreate  = "POST /admin/dlp/v1/orgs/{orgId}/classification-levels"
	opEdit    = "PUT /admin/dlp/v1/orgs/{orgId}/classification-levels/{levelId}"
	opPublish = opCreate + "/publish"
	opArchive = opCreate + "/archive"
	opRestore = opCreate + "/restore"
	opReorder = opCreate + "/reorder"
)

// company is the small company with a level in each status.
func company() simulator.Organization {
	start := simulator.SmallCompany()
	start.ClassificationLevels = []simulator.ClassificationLevel{
		{Name: "Secret", Definition: "D", Guideline: "G"}, {Name: "Internal", Status: "DRAFT"}, {Name: "Old", Status: "ARCHIVED"},
	}
	return start
}

func run(t *testing.T, on *simulated.Organization) *levels.Levels {
	t.Helper()
	o, err := organization.New(organization.Settings{
		OrganizationID: on.Credentials.OrganizationID, BaseURL: on.URL, Transport: on.Transport, APIKey: on.Credentials.APIKey, UserAgent: "test", RequestTimeout: 20 * time.Second,
		Pace: organization.Pace{PollMin: 5 * time.Millisecond, PollMax: 20 * time.Millisecond, Visible: 100 * time.Millisecond},
	})
	require.NoError(t, err)
	return o.Levels
}

// idOf is the ID of the level that the organization has under a name.
func idOf(on *simulated.Organization, name string) string { return level(on, name).ID }

func level(on *simulated.Organization, name string) simulator.ClassificationLevel {
	for _, level := range on.Simulator.Organization().ClassificationLevels {
		if level.Name == name {
			return level
		}
	}
	return simulator.ClassificationLevel{}
}

// writes counts the changes that were sent.
func writes(on *simulated.Organization) map[string]int {
	counted := map[string]int{}
	for _, operation := range []string{opCreate, opEdit, opPublish, opArchive, opRestore, opReorder} {
		if n := on.Simulator.Requests()[operation]; n > 0 {
			counted[operation] = n
		}
	}
	return counted
}

func TestLevelsAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		l := run(t, on)
		var group sync.WaitGroup
		for _, name := range []string{"Secret", "Internal", "Old"} {
			id := idOf(on, name)
			for range 10 {
				group.Go(func() {
					level, err := l.Get(t.Context(), id)
					if assert.NoError(t, err) {
						assert.Equal(t, name, level.Name)
					}
				})
			}
		}
		group.Wait()
		assert.Equal(t, map[string]int{opList: 1}, on.Simulator.Requests())

		_, err := l.Get(t.Context(), "ari:cloud:platform::classification-tag/none")
		assert.True(t, meaning.IsNotFound(err))
		assert.Equal(t, map[string]int{opList: 1, opGet: 1}, on.Simulator.Requests(), "what the list lacks is looked at by its ID")
	})
}

// A level is created as a draft, edited, published, archived and restored. What is so already is not sent.
func TestALifeOfALevel(t *testing.T) {
	t.Parallel()
	for name, unpublish := range map[string]bool{"edits keep the status": false, "edits make drafts": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(company()), simulated.WithLag(30*time.Millisecond))
				on.Simulator.SetLevelEditsUnpublish(unpublish)
				l := run(t, on)
				made, err := l.Create(t.Context(), levels.Text{Name: "Top secret", Definition: "D", Color: "BLUE"})
				require.NoError(t, err)
				wanted := levels.Wanted{Text: levels.Text{Name: "Top secret", Definition: "D", Color: "BLUE"}, Published: true}
				now, err := l.Become(t.Context(), made.ID, wanted)
				require.NoError(t, err)
				assert.Equal(t, levels.Published, now.Status)
				assert.Equal(t, map[string]int{opCreate: 1, opPublish: 1}, writes(on))

				_, err = l.Become(t.Context(), made.ID, wanted)
				require.NoError(t, err)
				assert.Equal(t, map[string]int{opCreate: 1, opPublish: 1}, writes(on), "it is so already")

				l = run(t, on)
				wanted.Text = levels.Text{Name: "TOP SECRET", Guideline: "G"} // its color stays
				now, err = l.Become(t.Context(), made.ID, wanted)
				require.NoError(t, err)
				assert.Equal(t, simulator.ClassificationLevel{ID: made.ID, Name: "TOP SECRET", Guideline: "G", Color: "BLUE", Status: "PUBLISHED"}, level(on, "TOP SECRET"))
				assert.Equal(t, levels.Published, now.Status)
				read, err := l.Get(t.Context(), made.ID)
				require.NoError(t, err)
				assert.Equal(t, "TOP SECRET", read.Name, "the run knows what it wrote")

				require.NoError(t, l.Archive(t.Context(), made.ID))
				require.NoError(t, run(t, on).Archive(t.Context(), made.ID), "it is archived already")
				assert.Equal(t, "ARCHIVED", level(on, "TOP SECRET").Status)
				assert.Equal(t, 1, writes(on)[opArchive])
				require.NoError(t, l.Archive(t.Context(), "ari:cloud:platform::classification-tag/none"), "it is gone already")

				wanted.Name = "Restored"
				_, err = run(t, on).Become(t.Context(), made.ID, wanted)
				require.NoError(t, err)
				assert.Equal(t, "PUBLISHED", level(on, "Restored").Status)
				assert.Equal(t, 1, writes(on)[opRestore])
			})
		})
	}
}

func TestNoLevelIsAdopted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		l := run(t, on)
		for name, want := range map[string]string{"secret": `a classification level named "Secret" exists already`, "OLD": `an archived classification level named "Old" exists already`} {
			_, err := l.Create(t.Context(), levels.Text{Name: name})
			var exists *levels.ExistsError
			require.ErrorAs(t, err, &exists)
			assert.EqualError(t, err, want)
			assert.NotEmpty(t, exists.Level.ID)
		}
		assert.Empty(t, writes(on))
	})
}

// The answer to a write is lost, or the write never arrives.
func TestLostAnswersAreSettledByReading(t *testing.T) {
	t.Parallel()
	wanted := levels.Wanted{Text: levels.Text{Name: "New"}, Published: true}
	for operation, change := range map[string]func(ctx context.Context, l *levels.Levels, on *simulated.Organization) error{
		opEdit: func(ctx context.Context, l *levels.Levels, on *simulated.Organization) error {
			_, err := l.Become(ctx, idOf(on, "Secret"), wanted)
			return err
		},
		opPublish: func(ctx context.Context, l *levels.Levels, on *simulated.Organization) error {
			_, err := l.Become(ctx, idOf(on, "Internal"), wanted)
			return err
		},
		opRestore: func(ctx context.Context, l *levels.Levels, on *simulated.Organization) error {
			_, err := l.Become(ctx, idOf(on, "Old"), wanted)
			return err
		},
		opArchive: func(ctx context.Context, l *levels.Levels, on *simulated.Organization) error {
			return l.Archive(ctx, idOf(on, "Secret"))
		},
		opReorder: func(ctx context.Context, l *levels.Levels, on *simulated.Organization) error {
			_, err := l.Reorder(ctx, []string{idOf(on, "Internal"), idOf(on, "Secret")})
			return err
		},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				for _, fault := range []simulator.Fault{{LoseAnswer: true}, {Drop: true}} {
					on := simulated.Virtual(t, simulated.WithStart(company()), simulated.WithLag(30*time.Millisecond))
					fault.Operation = operation
					on.Simulator.Inject(fault)
					require.NoError(t, change(t.Context(), run(t, on), on))
					if fault.Drop {
						assert.Equal(t, 2, writes(on)[operation])
					}
				}
			})
		})
	}
}

// A creation is never sent again: nobody knows whether Atlassian would make a second level.
func TestALostCreation(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()), simulated.WithLag(30*time.Millisecond))
		on.Simulator.Inject(simulator.Fault{Operation: opCreate, LoseAnswer: true})
		made, err := run(t, on).Create(t.Context(), levels.Text{Name: "New"})
		require.NoError(t, err)
		assert.Equal(t, idOf(on, "New"), made.ID)

		on.Simulator.Inject(simulator.Fault{Operation: opCreate, Drop: true})
		_, err = run(t, on).Create(t.Context(), levels.Text{Name: "Newer"})
		var unclear *levels.UnclearError
		require.ErrorAs(t, err, &unclear)
		require.ErrorContains(t, err, "it lists no new level of the name, so the level may or may not exist")
		assert.Equal(t, 2, writes(on)[opCreate])
		assert.Empty(t, idOf(on, "Newer"))
	})
}

func TestWhatALevelCannotBecome(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		_, err := run(t, on).Become(t.Context(), idOf(on, "Secret"), levels.Wanted{Text: levels.Text{Name: "Other"}})
		var published *levels.PublishedError
		require.ErrorAs(t, err, &published)
		require.ErrorContains(t, err, "has no operation that makes a published level a draft again")
		_, err = run(t, on).Become(t.Context(), "ari:cloud:platform::classification-tag/none", levels.Wanted{})
		assert.True(t, meaning.IsNotFound(err))
		assert.Empty(t, writes(on))
	})
}

// A change that Atlassian has accepted and does not show is no success, and the level is as it is.
func TestAChangeThatNeverShows(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()), simulated.WithLag(time.Hour))
		expiring, ctx := on.Expiring(t, "/classification-levels/", 4) // a read, the change, and two reads
		level, err := run(t, expiring).Become(ctx, idOf(on, "Secret"), levels.Wanted{Text: levels.Text{Name: "New"}, Published: true})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.True(t, meaning.IsAcknowledged(err))
		assert.Equal(t, "Secret", level.Name)
		assert.Equal(t, map[string]int{opEdit: 1}, writes(on))
	})
}

func TestThePlanIsExplainedOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		on.Simulator.SetGuardPremium(false)
		l := run(t, on)
		firsts := 0
		for range 5 {
			_, err := l.Get(t.Context(), idOf(on, "Secret"))
			is, first := levels.IsPlan(err)
			require.True(t, is)
			if first {
				firsts++
				assert.Equal(t, meaning.PlanLacks, meaning.Why(err).Meaning)
			} else {
				assert.EqualError(t, err, "the organization's plan does not include the classification of data, which another error of this run explains")
			}
		}
		assert.Equal(t, 1, firsts)
		assert.Equal(t, map[string]int{opList: 1}, on.Simulator.Requests(), "it is asked once")
	})
}

// A level that Atlassian lists is not gone, whatever the operation that reads it or archives it answers.
func TestAListedLevelIsNotArchived(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for _, operation := range []string{opGet, opArchive} {
			on := simulated.Virtual(t, simulated.WithStart(company()))
			require.NoError(t, on.Simulator.Withdraw(operation, wire.WithdrawnMissing))
			require.Error(t, run(t, on).Archive(t.Context(), idOf(on, "Secret")), operation)
			assert.Equal(t, "PUBLISHED", level(on, "Secret").Status)
		}
	})
}
