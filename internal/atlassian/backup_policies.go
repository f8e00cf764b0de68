// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	backupPage     = "https://developer.atlassian.com/cloud/backup-management-apis/rest/api-group-public/"
	backupPages    = "https://developer.atlassian.com/cloud/backup-management-apis/guides/versioning-pagination-and-data-retention/"
	backupPolicies = "/public/backup-management/v2/orgs/{orgId}/policies"

	// backupsPerPage is the size of a page. Unverified: that Atlassian allows so many.
	backupsPerPage = 100
)

// BackupPolicy says what of a site is backed up, and how often. Unverified in a live organization. A text is empty, and a pointer nil, if
// the answer does not say it.
type BackupPolicy struct {
	// ID and Name are those of the policy.
	ID, Name string
	// CloudID, SiteName and SiteURL are those of the site that is backed up.
	CloudID, SiteName, SiteURL string
	// EncryptionType is that of the site, such as "CMK".
	EncryptionType string
	// ProductType is what is backed up, such as "JIRA". Status is such as "ACTIVE". Other values pass through.
	ProductType, Status string
	// IncludeAttachments, IncludePersonalSpaces and IncludeUsersAndGroups say what is in a backup.
	IncludeAttachments, IncludePersonalSpaces, IncludeUsersAndGroups *bool
	// LastBackup is when the last backup ran.
	LastBackup *time.Time
	// AvailableBackups is how many backups can be restored.
	AvailableBackups *int
	// ScheduleInterval is how often a backup runs, such as "ONCE". ScheduleSlot is when on its day.
	ScheduleInterval, ScheduleSlot string
	// CreatedAt and CreatedBy are texts of the answer.
	CreatedAt, CreatedBy string
}

var getBackupPolicies = documented(Operation{
	ID: "getBackupPolicies", Method: http.MethodGet, Path: backupPolicies, Credential: UserToken, Source: backupPages, Guessed: true,
})

// BackupPolicies lists the backup policies of the organization, the oldest first. A policy of the list may lack its details.
//
// GET /public/backup-management/v2/orgs/{orgId}/policies. Unverified: the guide on paging implies the list, and names the parameters start,
// pageSize and sortOrder. No page shows its answer
// https://developer.atlassian.com/cloud/backup-management-apis/guides/versioning-pagination-and-data-retention/
func (c *Client) BackupPolicies(ctx context.Context, organizationID string) iter.Seq2[BackupPolicy, error] {
	return func(yield func(BackupPolicy, error) bool) {
		seen := make(map[string]bool)
		for start := 0; ; start++ {
			r := request{operation: getBackupPolicies, elements: []string{organizationID}, query: url.Values{
				"start": {strconv.Itoa(start)}, "pageSize": {strconv.Itoa(backupsPerPage)}, "sortOrder": {"ASC"},
			}}
			var answer wireBackupPolicies
			if err := c.do(ctx, r, &answer); err != nil {
				yield(BackupPolicy{}, err)
				return
			}
			// Where start counts policies and not pages, pages overlap. So a page ends the list if nothing on it is new.
			before := len(seen)
			for _, policy := range answer.policies {
				if seen[policy.ID] {
					continue
				}
				seen[policy.ID] = true
				if !yield(policy, nil) {
					return
				}
			}
			switch end := len(seen) == before; {
			case answer.total != nil && len(seen) >= *answer.total:
				return
			case answer.total != nil && end:
				yield(BackupPolicy{}, fmt.Errorf("%s: the answer counts %d backup policies, and its pages show %d", getBackupPolicies.ID, *answer.total, len(seen)))
				return
			case end:
				return
			}
		}
	}
}

var getBackupPolicy = documented(Operation{
	ID: "getBackupPolicyById", Method: http.MethodGet, Path: backupPolicies + "/{policyId}", Credential: UserToken, Source: backupPage,
})

// BackupPolicy reads a backup policy with its details.
//
// GET /public/backup-management/v2/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/backup-management-apis/rest/api-group-public/
func (c *Client) BackupPolicy(ctx context.Context, organizationID, policyID string) (BackupPolicy, error) {
	r := request{operation: getBackupPolicy, elements: []string{organizationID, policyID}, query: url.Values{
		"storageDetails": {"true"}, "backupDetails": {"true"},
	}}
	var found wireBackupPolicy
	if err := c.do(ctx, r, &found); err != nil {
		return BackupPolicy{}, err
	}
	if found.policy.ID != policyID {
		return BackupPolicy{}, fmt.Errorf("%s: the answer about backup policy %s is about %s", getBackupPolicy.ID, Word(policyID), Word(found.policy.ID))
	}
	return found.policy, nil
}

// wireBackupPolicies is a page of the list.
type wireBackupPolicies struct {
	policies []BackupPolicy
	total    *int
	read     bool
}

// UnmarshalJSON reads what [backupPoliciesIn] finds.
func (w *wireBackupPolicies) UnmarshalJSON(data []byte) (err error) {
	w.policies, w.total, err = backupPoliciesIn(data)
	w.read = err == nil
	return err
}

func (w *wireBackupPolicies) complete() error {
	if !w.read {
		return errors.New("it has no list of backup policies")
	}
	return nil
}

// wireBackupPolicy is the answer about one policy.
type wireBackupPolicy struct{ policy BackupPolicy }

// UnmarshalJSON reads a policy as [backupPolicyIn] does.
func (w *wireBackupPolicy) UnmarshalJSON(data []byte) (err error) {
	w.policy, err = backupPolicyIn(data)
	return err
}

func (w *wireBackupPolicy) complete() error {
	if w.policy.ID == "" {
		return errors.New("a backup policy has no ID")
	}
	return nil
}
