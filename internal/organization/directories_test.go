// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestTheOnlyDirectoryNeedsNoName(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		var group errgroup.Group
		for range 20 {
			group.Go(func() error {
				_, err := o.Directories.Resolve(t.Context(), "")
				return err
			})
		}
		require.NoError(t, group.Wait())
		id, err := o.Directories.Resolve(t.Context(), "")
		require.NoError(t, err)
		require.Equal(t, on.Credentials.DirectoryID, id)
		require.Equal(t, map[string]int{opDirectories: 1}, on.Simulator.Requests())
	})
}

func TestSeveralDirectoriesAreListed(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.Directories = append(start.Directories, simulator.Directory{ID: "7c1d2d38-51a5-4a55-8a68-3a4e56f0f0aa", Name: "Subsidiary"})
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)

		_, err := o.Directories.Resolve(t.Context(), "")
		var ambiguous *meaning.AmbiguousDirectoryError
		require.ErrorAs(t, err, &ambiguous)
		require.Len(t, ambiguous.Directories, 2)
		require.ErrorContains(t, err, "7c1d2d38-51a5-4a55-8a68-3a4e56f0f0aa (\"Subsidiary\")")

		id, err := o.Directories.Resolve(t.Context(), "given")
		require.NoError(t, err)
		require.Equal(t, "given", id)
		chosen := run(t, on, func(s *organization.Settings) { s.DirectoryID = "configured" })
		id, err = chosen.Directories.Resolve(t.Context(), "")
		require.NoError(t, err)
		require.Equal(t, "configured", id)
	})
}

func TestProtectedAccounts(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		ada := accountID(t, run(t, on), on, "ada.okafor@acme.example")
		o := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{ada} })
		require.Equal(t, []string{ada}, o.People.Protected("someone", ada))
		require.Empty(t, o.People.Protected("someone"))

		found, err := o.Groups.ProtectedMembers(t.Context(), groupKey(t, o, on, "org-admins"))
		require.NoError(t, err)
		require.Equal(t, []string{ada}, found)
		found, err = o.Groups.ProtectedMembers(t.Context(), groupKey(t, o, on, "contractors"))
		require.NoError(t, err)
		require.Empty(t, found)
	})
}

func TestWorkspaces(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		all, err := run(t, on).Sites.Workspaces(t.Context())
		require.NoError(t, err)
		require.Len(t, all, 3)
	})
}
