// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// BackupPolicy backs up one app of a site. It is a subject of the console: no
// API that is served here changes it.
type BackupPolicy struct {
	// ID of the policy, a UUID.
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// Site that is backed up, by cloud ID, or by name or address of a workspace on
	// it.
	Site string `json:"site"`
	// Product is what is backed up: JIRA (the default) or CONFLUENCE.
	Product string `json:"product,omitempty"`
	// Status is ACTIVE (the default) or INACTIVE, for a policy that runs no
	// backups.
	Status string `json:"status,omitempty"`
	// Interval is how often a backup runs. An inactive policy may have none.
	// DAILY if it is absent for an active one.
	Interval string `json:"interval,omitempty"`
	// Slot is the time of the day at which it runs.
	Slot string `json:"slot,omitempty"`
	// StartedAt is when the schedule begins.
	StartedAt time.Time `json:"started_at,omitzero"`
	// Encryption of the site, such as CMK. The API does not say it if it is
	// absent.
	Encryption string `json:"encryption,omitempty"`
	// WithoutAttachments, WithoutPersonalSpaces and WithoutUsersAndGroups leave
	// something out of the backups.
	WithoutAttachments    bool `json:"without_attachments,omitempty"`
	WithoutPersonalSpaces bool `json:"without_personal_spaces,omitempty"`
	WithoutUsersAndGroups bool `json:"without_users_and_groups,omitempty"`
	// LastBackupAt is when the last backup ran. It is absent if none ever did.
	LastBackupAt time.Time `json:"last_backup_at,omitzero"`
	// AvailableBackups is how many backups can be restored. Atlassian keeps them
	// for 30 days, so that an old policy may have none.
	AvailableBackups int       `json:"available_backups,omitempty"`
	CreatedAt        time.Time `json:"created_at,omitzero"`
	// CreatedBy is who created the policy, by account ID or email address. The API
	// does not say it if it is absent.
	CreatedBy string `json:"created_by,omitempty"`
}

// The statuses of a backup policy, and its products and intervals. Unverified:
// all but JIRA, ACTIVE and ONCE, which Atlassian's documents have as examples.
const (
	BackupActive   = "ACTIVE"
	BackupInactive = "INACTIVE"
	BackupOfJira   = "JIRA"

	backupOnce  = "ONCE"
	backupDaily = "DAILY"
)

var (
	backupProducts  = []string{BackupOfJira, "CONFLUENCE"}
	backupStatuses  = []string{BackupActive, BackupInactive}
	backupIntervals = []string{backupOnce, backupDaily, "WEEKLY", "MONTHLY"}
)

// firstBackupPolicy is when a policy was created if nothing is said.
var firstBackupPolicy = time.Date(2025, time.September, 1, 9, 0, 0, 0, time.UTC)

// backupState are the backup policies of an organization.
type backupState struct {
	Backups []*BackupPolicy // in order of appearance
	// BackupRefusal is the status with which the API refuses. 0 means that it
	// does not.
	BackupRefusal int
}

// backupPart is seeded after users and workspaces.
var backupPart = part{seed: (*State).seedBackups, describe: (*State).describeBackups}

func (s *State) describeBackups(org *Organization) {
	org.BackupRefusal = s.BackupRefusal
	for _, policy := range s.Backups {
		org.BackupPolicies = append(org.BackupPolicies, *policy)
	}
}

func (s *State) seedBackups(org Organization) error {
	if err := s.refuseBackups(org.BackupRefusal); err != nil {
		return err
	}

	for i, policy := range org.BackupPolicies {
		if _, err := s.addBackupPolicy(policy); err != nil {
			return fmt.Errorf("backup_policies[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *State) refuseBackups(status int) error {
	if status != 0 && status != 403 && status != 404 {
		return fmt.Errorf("backup_refusal: %d is neither 403 nor 404; 0 refuses nothing", status)
	}

	s.BackupRefusal = status

	return nil
}

// addBackupPolicy adds a policy. A product of a site has one only, as the
// console says.
func (s *State) addBackupPolicy(policy BackupPolicy) (*BackupPolicy, error) {
	site, known := s.site(policy.Site)
	if !known {
		return nil, fmt.Errorf("site: %q is neither cloud ID nor name or address of a site", policy.Site)
	}

	policy.Site, policy.Product = site, cmp.Or(policy.Product, BackupOfJira)
	policy.CreatedAt = policy.CreatedAt.UTC()
	policy.Status = cmp.Or(policy.Status, BackupActive)

	if policy.Status == BackupActive {
		policy.Interval = cmp.Or(policy.Interval, backupDaily)
	}

	if policy.CreatedAt.IsZero() {
		policy.CreatedAt = firstBackupPolicy
	}

	if policy.CreatedBy != "" {
		creator, ok := s.Account(policy.CreatedBy)
		if !ok {
			return nil, fmt.Errorf("created_by: %q is neither account ID nor email address of a user", policy.CreatedBy)
		}

		policy.CreatedBy = creator.ID
	}

	policy.ID = cmp.Or(policy.ID, Derive(s.ID, "backup policy", policy.Site, policy.Product))

	if err := policy.check(); err != nil {
		return nil, err
	}

	for _, other := range s.Backups {
		if other.ID == policy.ID {
			return nil, fmt.Errorf("id: there is a policy %s already", policy.ID)
		}

		if other.Site == policy.Site && other.Product == policy.Product {
			return nil, fmt.Errorf("product: policy %q backs up %s of this site already", other.Name, policy.Product)
		}
	}

	s.Backups = append(s.Backups, &policy)

	return &policy, nil
}

func (p *BackupPolicy) check() error {
	if strings.TrimSpace(p.Name) == "" {
		return errors.New("name is missing")
	}

	if !IsUUID(p.ID) {
		return fmt.Errorf("id: %q is not a UUID", p.ID)
	}

	if p.AvailableBackups < 0 {
		return fmt.Errorf("available_backups: %s is negative", strconv.Itoa(p.AvailableBackups))
	}

	if p.AvailableBackups > 0 && p.LastBackupAt.IsZero() {
		return errors.New("available_backups: no backup ever ran: last_backup_at is absent")
	}

	intervals := backupIntervals
	if p.Status != BackupActive {
		intervals = append([]string{""}, intervals...)
	}

	return errors.Join(
		oneOf("product", p.Product, backupProducts...),
		oneOf("status", p.Status, backupStatuses...),
		oneOf("interval", p.Interval, intervals...),
	)
}

// backupPolicy finds a policy by ID or name.
func (s *State) backupPolicy(reference string) (*BackupPolicy, error) {
	at := slices.IndexFunc(s.Backups, func(p *BackupPolicy) bool { return p.ID == reference || strings.EqualFold(p.Name, reference) })
	if at < 0 {
		return nil, fmt.Errorf("backup policy %q: %w", reference, ErrNotFound)
	}

	return s.Backups[at], nil
}

// MayBackUp reports whether the person with the token administers the
// organization. So does its first admin, and a person whom it does not know, so
// that a description needs neither roles nor people.
func (s *State) MayBackUp() bool {
	person, known := s.Account(s.UserToken.Email)
	if !known || person == s.firstAdmin() {
		return true
	}

	return slices.ContainsFunc(s.HeldRoles(s.Truth, person), func(held HeldRole) bool { return held.Role.Role == RoleOrgAdmin })
}

// AddBackupPolicy adds a policy and returns its ID.
func (w *World) AddBackupPolicy(policy BackupPolicy) (string, error) {
	now, leave := w.enter()
	defer leave()

	if policy.CreatedAt.IsZero() {
		policy.CreatedAt = now
	}

	added, err := w.state.addBackupPolicy(policy)
	if err != nil {
		return "", err
	}

	return added.ID, nil
}

// RunBackup lets a backup of a policy, given by ID or name, end at a time, or
// now. A policy that runs once becomes inactive by it.
func (w *World) RunBackup(policy string, at time.Time) error {
	now, leave := w.enter()
	defer leave()

	found, err := w.state.backupPolicy(policy)
	if err != nil {
		return err
	}

	if at.IsZero() {
		at = now
	}

	found.LastBackupAt, found.AvailableBackups = at, found.AvailableBackups+1
	if found.Interval == backupOnce {
		found.Status = BackupInactive
	}

	return nil
}

// ExpireBackups lets all backups of a policy, given by ID or name, expire.
func (w *World) ExpireBackups(policy string) error {
	return w.changeBackupPolicy(policy, func(p *BackupPolicy) { p.AvailableBackups = 0 })
}

// SetBackupStatus activates or deactivates a policy, given by ID or name.
func (w *World) SetBackupStatus(policy, status string) error {
	if err := oneOf("status", status, backupStatuses...); err != nil {
		return err
	}

	return w.changeBackupPolicy(policy, func(p *BackupPolicy) {
		if p.Status = status; status == BackupActive {
			p.Interval = cmp.Or(p.Interval, backupDaily)
		}
	})
}

func (w *World) changeBackupPolicy(policy string, change func(*BackupPolicy)) error {
	_, leave := w.enter()
	defer leave()

	found, err := w.state.backupPolicy(policy)
	if err == nil {
		change(found)
	}

	return err
}

// RemoveBackupPolicy deletes a policy, given by ID or name.
func (w *World) RemoveBackupPolicy(policy string) error {
	_, leave := w.enter()
	defer leave()

	found, err := w.state.backupPolicy(policy)
	if err != nil {
		return err
	}

	w.state.Backups = slices.DeleteFunc(w.state.Backups, func(p *BackupPolicy) bool { return p == found })

	return nil
}

// RefuseBackups makes the backup management API refuse with a status, 403 or
// 404, as for an organization whose plan has no backups. 0 ends that.
func (w *World) RefuseBackups(status int) error {
	_, leave := w.enter()
	defer leave()

	return w.state.refuseBackups(status)
}
