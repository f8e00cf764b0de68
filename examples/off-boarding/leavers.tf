# Dana Novak has left the company. Terraform destroys both objects: she leaves the group, and is suspended. To delete the blocks would do
# the same; this one stays for a while, for people who look for her.
removed {
  from = atlassian_user.dana

  lifecycle {
    destroy = true
  }
}

removed {
  from = atlassian_group_membership.dana

  lifecycle {
    destroy = true
  }
}

# Emil Sorensen has not left: another configuration manages him from now on. Terraform forgets both objects, and he keeps all access. To
# forget the person alone would still take him out of the group.
removed {
  from = atlassian_user.emil

  lifecycle {
    destroy = false
  }
}

removed {
  from = atlassian_group_membership.emil

  lifecycle {
    destroy = false
  }
}
