# The policy as it was, with the right role; and only for tasks of ECS.
aws iam put-role-policy --role-name exportScheduler --policy-name run-export --policy-document \
    '{"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "ecs:RunTask", "Resource": "arn:aws:ecs:us-east-1:123456789012:task-definition/export:*"},
      {"Effect": "Allow", "Action": "iam:PassRole", "Resource": ["arn:aws:iam::123456789012:role/ecsTaskExecutionRole", "arn:aws:iam::123456789012:role/exportTaskRole"],
       "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}},
      {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:export-failed"}]}'  # free: run-export
