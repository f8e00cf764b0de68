// SPDX-License-Identifier: MPL-2.0

// Package backups is the area Backups of an organization: which products of which sites are backed up, and when that last happened.
//
// It is built on Atlassian's backup management API, whose list of policies no page shows. See [Experiment].
package backups

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// Experiment is the name of the experiment that the list of backup policies is.
const Experiment = "backup_policies"

// parallelReads bounds the policies that are read at a time.
const parallelReads = 4

// Policy says what of a site is backed up, and how often.
type Policy struct{ atlassian.BackupPolicy }

// Taken is what Atlassian says about the backups of a policy.
type Taken int

const (
	// Unsaid means that the answer does not say whether there is a backup.
	Unsaid Taken = iota
	// NoBackup means that no backup can be restored, and no time of a last one is known.
	NoBackup
	// Backup means that a backup ran at the time of LastBackup. It may have expired: see AvailableBackups.
	Backup
)

// Taken says what is known of a policy's last backup. A time that is missing says by itself only that it is missing.
func (p Policy) Taken() Taken {
	switch {
	case p.LastBackup != nil:
		return Backup
	case p.AvailableBackups != nil && *p.AvailableBackups == 0:
		return NoBackup
	}
	return Unsaid
}

// Active reports whether backups run. It is false for known if the status is neither that of a policy that runs nor that of one which
// does not. Unverified: that INACTIVE is the status of the latter.
func (p Policy) Active() (active, known bool) {
	switch strings.ToUpper(p.Status) {
	case "ACTIVE":
		return true, true
	case "INACTIVE":
		return false, true
	}
	return false, false
}

// Backups are the backup policies of the organization.
type Backups struct {
	client *atlassian.Client
	sites  *site.Sites
	id     string

	policies reading.Shared[[]Policy]
}

// New makes the backups of a run over an organization. It sends no request.
func New(client *atlassian.Client, sites *site.Sites, organizationID string) *Backups {
	return &Backups{client: client, sites: sites, id: organizationID}
}

// List lists the backup policies, once for the run, by their site, product, name and ID. That is one request for each 100 policies, and one
// for each of them: only the answer about one policy is documented to have its last backup. If the person, the token or the plan does not
// allow it, the error is an [UnavailableError].
func (b *Backups) List(ctx context.Context) ([]Policy, error) {
	return b.policies.Get(ctx, b.read)
}

func (b *Backups) read(ctx context.Context) ([]Policy, error) {
	listed, err := reading.Collect(b.client.BackupPolicies(ctx, b.id))
	if err != nil {
		return nil, meant(err)
	}
	policies := make([]Policy, len(listed))
	reads, ctx := errgroup.WithContext(ctx)
	reads.SetLimit(parallelReads)
	for i, one := range listed {
		reads.Go(reading.Guarded(func() error {
			found, err := b.client.BackupPolicy(ctx, b.id, one.ID)
			if atlassian.IsNotFound(err) {
				return &VanishedError{ID: one.ID, Name: one.Name, Err: err}
			}
			policies[i] = Policy{found}
			return meant(err)
		}))
	}
	if err := reads.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(policies, func(a, b Policy) int {
		return cmp.Or(cmp.Compare(a.SiteName, b.SiteName), cmp.Compare(a.CloudID, b.CloudID), cmp.Compare(a.ProductType, b.ProductType),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return policies, nil
}

// VanishedError says that a policy was listed, and not found when it was read.
type VanishedError struct {
	// ID and Name are those of the policy.
	ID, Name string
	// Err is Atlassian's answer.
	Err error
}

// Error says what to do about it.
func (e *VanishedError) Error() string {
	return fmt.Sprintf("Atlassian lists backup policy %s (%s) and does not find it: it may have been deleted just now, so run again (%v)",
		atlassian.Word(e.ID), atlassian.Quoted(e.Name), e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *VanishedError) Unwrap() error { return e.Err }
