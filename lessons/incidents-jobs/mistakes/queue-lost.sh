SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
cat > target.json <<JSON
{
  "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
  "RoleArn": "arn:aws:iam::123456789012:role/nightlyScheduler",
  "EcsParameters": {
    "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/nightly",
    "LaunchType": "FARGATE",
    "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["$SUBNET"], "AssignPublicIp": "ENABLED"}}
  }
}
JSON
aws scheduler update-schedule --name nightly --schedule-expression 'cron(0 2 ? * TUE-SAT *)' --schedule-expression-timezone Asia/Tokyo \
    --flexible-time-window Mode=OFF --target file://target.json
