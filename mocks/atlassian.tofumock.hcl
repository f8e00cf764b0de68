# Generated from the provider's schemas by "make generate". For "tofu test": copy this block into your test file.
#
# OpenTofu refuses a value for what a configuration sets. So the block has none for what a configuration can set, except for the IDs of data
# sources: delete those that your configuration sets. Lists, numbers and booleans are left to OpenTofu: it makes them empty, 0 and false.
# Override what your test is about.

mock_provider "atlassian" {

  mock_resource "atlassian_classification_level" {
    defaults = {
      id     = "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10"
      status = "PUBLISHED"
    }
  }

  mock_resource "atlassian_classification_order" {
    defaults = {
      organization_id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
    }
  }

  mock_resource "atlassian_data_residency_policy" {
    defaults = {
      id = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
    }
  }

  mock_resource "atlassian_data_security_policy" {
    defaults = {
      id     = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
      status = "draft"
    }
  }

  mock_resource "atlassian_domain_verification" {
    defaults = {
      claim_type = "dns"
      id         = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
      status     = "verified"
    }
  }

  mock_resource "atlassian_group" {
    defaults = {
      id         = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
      managed_by = "admins"
    }
  }

  mock_resource "atlassian_ip_allowlist" {
    defaults = {
      id = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
    }
  }

  mock_resource "atlassian_managed_account" {
    defaults = {
      status = "active"
    }
  }

  mock_resource "atlassian_organization_admins" {
    defaults = {
      organization_id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
    }
  }

  mock_resource "atlassian_user" {
    defaults = {
      account_id   = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
      claim_status = "managed"
      name         = "Chen Li"
    }
  }

  mock_resource "atlassian_user_installed_apps" {
    defaults = {
      cloud_id = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
    }
  }

  mock_data "atlassian_audit_events" {
    defaults = {
      complete_from  = "2026-10-01T09:30:00Z"
      complete_until = "2026-10-02T09:30:00Z"
      window_from    = "2026-10-01T09:30:00Z"
      window_to      = "2026-10-02T09:30:00Z"
    }
  }

  mock_data "atlassian_domain" {
    defaults = {
      claim_type = "dns"
      id         = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
      status     = "verified"
    }
  }

  mock_data "atlassian_group" {
    defaults = {
      description  = "Everyone who ships"
      directory_id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
      id           = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
      managed_by   = "admins"
    }
  }

  mock_data "atlassian_group_members" {
    defaults = {
      directory_id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
    }
  }

  mock_data "atlassian_groups" {
    defaults = {
      directory_id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
    }
  }

  mock_data "atlassian_marketplace_app" {
    defaults = {
      bug_bounty_status                = "approved"
      cloud_fortified_status           = "approved"
      data_residency                   = "yes"
      latest_cloud_version             = "2.1.0"
      latest_cloud_version_released_at = "2026-10-01T09:30:00Z"
      name                             = "Orbit Boards"
      payment_model                    = "free"
      privacy_and_security             = "{}"
      status                           = "public"
      summary                          = "Roadmaps for teams"
      vendor                           = "Orbit Apps"
    }
  }

  mock_data "atlassian_organization" {
    defaults = {
      id   = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
      name = "Acme"
    }
  }

  mock_data "atlassian_policy" {
    defaults = {
      id     = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
      rule   = "{\"in\":[\"203.0.113.0/24\"]}"
      status = "enabled"
    }
  }

  mock_data "atlassian_security_posture" {
    defaults = {
      version = "1"
    }
  }

  mock_data "atlassian_user" {
    defaults = {
      account_id        = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
      account_status    = "active"
      account_type      = "atlassian"
      added_to_org      = "2026-10-01T09:30:00Z"
      claim_status      = "managed"
      department        = "Engineering"
      job_title         = "Engineer"
      last_active       = "2026-10-01T09:30:00Z"
      location          = "Berlin"
      management_source = "invited"
      membership_status = "active"
      name              = "Chen Li"
      nickname          = "Chen"
      organization      = "Acme"
      status            = "active"
      time_zone         = "Europe/Berlin"
    }
  }
}
