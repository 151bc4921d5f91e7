aws ecs delete-service --cluster lab --service report --force
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
cat > target.json <<JSON
{
  "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
  "RoleArn": "arn:aws:iam::123456789012:role/reportScheduler",
  "EcsParameters": {
    "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/report",
    "LaunchType": "FARGATE",
    "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["$SUBNET"]}}
  }
}
JSON
aws scheduler create-schedule --name report --schedule-expression 'rate(1 hour)' \
    --flexible-time-window Mode=OFF --target file://target.json
